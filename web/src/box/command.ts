import type { Mood } from '../../../src/domain/emotion.ts';
import { withLater } from '../later/want.ts';
import type { Toast } from '../shell/toast.ts';
import { call } from './call.ts';

/** The commands of the page, in the form that `POST /api/commands` takes: times in seconds. */
export type PageCommand =
  | { readonly type: 'override'; readonly mood: Mood | 'auto'; readonly for?: number }
  | { readonly type: 'play' | 'pause' | 'next' | 'stop' | 'like' | 'dislike' | 'undo' | 'update' | 'moodbox_now' }
  | { readonly type: 'volume' | 'seek'; readonly value: number }
  | { readonly type: 'camera' | 'autoplay'; readonly on: boolean };

/**
 * Sends a command. The next report shows its effect; a problem is told at once, by a toast. Resolves to whether the box took it.
 * `said`: what to tell where the effect cannot be seen at once.
 */
export async function command(request: PageCommand, said = ''): Promise<boolean> {
  const { problem } = await call('POST', 'api/commands', request);
  if (problem !== '') tell({ kind: 'problem', text: problem });
  else if (said !== '') tell({ kind: 'done', text: said });
  return problem === '';
}

const tell = (message: Toast): void => withLater(({ toast }) => toast(message));
