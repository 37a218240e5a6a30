import type { DoctorAnswer, RestoreAnswer } from '../../../../src/web/api/box-shapes.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';

const t = words('upkeep');

/** The whole state in one sentence. */
export function verdictOf({ checks }: Pick<DoctorAnswer, 'checks'>): string {
  const broken = checks.filter(({ status }) => status === 'fail').length;
  const weak = checks.filter(({ status }) => status === 'warn').length;
  if (broken > 0) return t('verdict_broken', { count: broken });
  return weak > 0 ? t('verdict_weak', { count: weak }) : t('verdict_well');
}

/** A release of yt-dlp as the box knows it. */
export type Releases = { readonly installed?: string | undefined; readonly latest?: string | undefined };

/** How far the update is, in a sentence. */
export function updateState({ installed, latest }: Releases, before: { readonly installed: string | undefined } | undefined): string {
  if (before && before.installed !== installed && installed !== undefined) return t('update_done', { version: installed });
  if (before) return t('update_running');
  if (latest === undefined) return t('update_unknown');
  return latest === installed ? t('update_newest') : t('update_there', { version: latest });
}

/** How far a restore is, or what it brought. */
export function restoreState(share: number | undefined, restored: RestoreAnswer['restored']): string {
  if (share !== undefined) return share < 1 ? t('restore_sending', { share: percentOf(share) }) : t('restore_checking');
  if (!restored) return '';
  return t(restored.plays === undefined ? 'restored_without' : 'restored', { plays: restored.plays ?? 0 });
}
