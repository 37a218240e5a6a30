import type { Undoable } from '../../../../src/domain/report.ts';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { command } from '../../box/command.ts';
import { may } from '../../box/rights.ts';
import { ActionIcon } from '../../parts/action-icon.tsx';
import { Icon } from '../../parts/icon.tsx';
import { isHeard, playingOf } from '../../sentences/music.ts';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';

const n = words('now');
const t = words('moment');

/** Like, and not this. */
export function Opinions({ report }: { readonly report: ReportView }) {
  const { title } = playingOf(report);
  const heard = isHeard(report);
  return (
    <>
      <button
        type="button"
        aria-pressed={report.liked}
        disabled={!heard || !may('like')}
        onClick={() => void say('like', t('said_like', { title }))}
      >
        <Icon name="like" />
        <span>{n(report.liked ? 'liked' : 'like')}</span>
      </button>
      <button type="button" disabled={!heard || !may('dislike')} onClick={() => void say('dislike', t('said_dislike', { title }))}>
        <ActionIcon name="dislike" />
        <span>{t('not_this')}</span>
      </button>
    </>
  );
}

/** Takes back what was said last, by whoever said it. */
export function Undo({ what }: { readonly what: Undoable }) {
  return (
    <button type="button" title={t('undoable', { kind: what.kind, title: what.title })} onClick={() => void takeBack(what.title)}>
      <ActionIcon name="undo" />
      <span>{t('undo')}</span>
    </button>
  );
}

/** Says what somebody thinks of the track, and offers to take it back. */
async function say(type: 'like' | 'dislike', said: string): Promise<void> {
  const taken = await command({ type });
  if (taken) toast({ kind: 'done', text: said, action: { label: t('undo'), run: () => void takeBack() } });
}

async function takeBack(title?: string): Promise<void> {
  await command({ type: 'undo' }, title === undefined ? '' : t('undone', { title }));
}
