import { CameraLost } from '../camera/errors.ts';
import { SourceError } from '../camera/source.ts';
import { ModelError } from '../inference/manifest.ts';
import type { Opening, Round, Scenario, Side, SideName } from './port.ts';
import { Stage } from './stage.ts';

/** One side in a process of its own: its memory is its own, and its CPU time is nobody else's. Told what to do by `SideProcess`. */

/** First the opening, then scenes, each answered before the next. */
export type ChildRequest = { readonly opening: Opening } | { readonly scene: Scenario };
export type ChildAnswer = { readonly round: Round } | { readonly failed: string; readonly expected: boolean };

const EXPECTED = [SourceError, CameraLost, ModelError];

let stage: Stage | undefined;

/** Loaded when wanted: what one side needs is no part of the other's memory. */
const OPENERS: Readonly<Record<SideName, (opening: Opening) => Promise<Side>>> = {
  ours: async ({ inference, workingWidth, reach }) =>
    (await import('./ours.ts')).openOurs(inference, { working_width: workingWidth, reach }),
  paper: async ({ inference }) => (await import('./paper.ts')).PaperRecipe.open(inference),
};

async function answered(scene: Scenario): Promise<ChildAnswer> {
  try {
    if (!stage) throw new Error('a scene before the opening');
    return { round: await stage.show(scene) };
  } catch (err) {
    const { message, stack } = err as Error;
    const expected = EXPECTED.some((kind) => err instanceof kind);
    return { failed: expected ? message : (stack ?? message), expected };
  }
}

process.on('message', async (asked: ChildRequest) => {
  if ('scene' in asked) process.send?.(await answered(asked.scene));
  else stage = new Stage(asked.opening, () => OPENERS[asked.opening.side](asked.opening), new AbortController().signal);
});
// Whoever asked is gone, or ends this process; a terminal's Ctrl-C reaches both, and only one of them has something to say.
process.on('disconnect', () => process.exit());
process.on('SIGINT', () => undefined);
