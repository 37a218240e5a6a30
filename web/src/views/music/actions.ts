import type { Mood } from '../../../../src/domain/emotion.ts';
import { ask } from '../../box/ask.ts';
import { whyNot } from '../../sentences/tracks.ts';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';

const t = words('music');

/** A track of any list of this view. */
export type ListedTrack = { readonly id: string; readonly title: string; readonly source: string; readonly mood: Mood };
export type TrackVerdict = 'liked' | 'skipped' | 'disliked';

/** Milliseconds. A source may have to be asked for the track, which may take 18 s. */
const FINDING = 25_000;

/** Plays a track once, and tells how that went. */
export async function playOnce({ id, source }: ListedTrack): Promise<void> {
  const { body, problem } = await ask('POST /api/play', { id }, FINDING);
  if (problem !== '') toast({ kind: 'problem', text: problem });
  else if (body.why) toast({ kind: 'problem', text: whyNot(body.why, source) });
  else toast({ kind: 'done', text: t('plays_now', { title: body.title }) });
}

/** Says what somebody thinks of a track, or takes it back; `changed` shows the effect. The toast offers the way back. */
export async function judge(track: ListedTrack, verdict: 'liked' | 'disliked' | undefined, changed: () => Promise<void>): Promise<void> {
  const { id, title } = track;
  const { problem } = verdict === undefined ? await ask('DELETE /api/opinions', { id }) : await ask('PUT /api/opinions', { id, verdict });
  if (problem !== '') {
    toast({ kind: 'problem', text: problem });
    return;
  }
  await changed();
  if (verdict === undefined) toast({ kind: 'done', text: t('taken_back', { title }) });
  else {
    const action = { label: t('take_back'), run: () => void judge(track, undefined, changed) };
    toast({ kind: 'done', text: t('noted', { verdict, title }), action });
  }
}
