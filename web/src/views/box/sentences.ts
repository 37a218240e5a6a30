import type { DoctorAnswer, MachineAnswer, RestoreAnswer } from '../../../../src/web/api/box-shapes.ts';
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

/** The releases of yt-dlp as the box knows them, and how the last attempt to update it ended. */
export type Releases = NonNullable<MachineAnswer['versions']['ytdlp']>;
/** What was installed as somebody asked for an update, and when the attempt before had ended; 0 if there was none. */
export type UpdateAsked = { readonly installed: string | undefined; readonly lastAt: number };

/** How the update ended that was asked for; undefined as long as it has not. */
export function updateEnd({ installed, last }: Releases, asked: UpdateAsked): Releases['last'] {
  if (last && last.at !== asked.lastAt) return last;
  return installed === undefined || installed === asked.installed ? undefined : { at: 0, outcome: 'updated', version: installed };
}

/** How far the update is, or what came of it, in a sentence. */
export function updateState(releases: Releases, asked: UpdateAsked | undefined): string {
  const { installed, latest } = releases;
  if (asked) return askedState(updateEnd(releases, asked), installed);
  if (latest === undefined) return t('update_unknown');
  return latest === installed ? t('update_newest') : t('update_there', { version: latest });
}

function askedState(end: Releases['last'], installed: string | undefined): string {
  if (!end) return t('update_running');
  if (end.outcome === 'updated') return t('update_done', { version: end.version ?? installed ?? '' });
  return end.outcome === 'failed' ? t('update_failed', { why: end.why ?? '' }) : t('update_nothing');
}

/** How far a restore is, or what it brought. */
export function restoreState(share: number | undefined, restored: RestoreAnswer['restored']): string {
  if (share !== undefined) return share < 1 ? t('restore_sending', { share: percentOf(share) }) : t('restore_checking');
  if (!restored) return '';
  return t(restored.plays === undefined ? 'restored_without' : 'restored', { plays: restored.plays ?? 0 });
}
