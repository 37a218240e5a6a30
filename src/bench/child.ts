import { CameraLost } from '../camera/errors.ts';
import { SourceError } from '../camera/source.ts';
import { ModelError } from '../inference/manifest.ts';
import type { Opening, Round, Scenario, Side, SideName } from './port.ts';
import { Stage } from './stage.ts';

/** One side in a process of its own, so that memory and CPU time are that side's alone. `SideProcess` starts it and tells it what to do. */

/** First the opening, then scenes; each scene is answered before the next is sent. */
export type ChildRequest = { readonly opening: Opening } | { readonly scene: Scenario };
export type ChildAnswer = { readonly round: Round } | { readonly failed: string; readonly expected: boolean };

const EXPECTED = [SourceError, CameraLost, ModelError];

let stage: Stage | undefined;

/** Imported on demand, so that what one side needs does not take up the other's memory. */
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

process.on('message', async (request: ChildRequest) => {
  if ('scene' in request) process.send?.(await answered(request.scene));
  else stage = new Stage(request.opening, () => OPENERS[request.opening.side](request.opening), new AbortController().signal);
});
// The parent is gone, or is ending this process. Ctrl-C in a terminal reaches both processes; only the parent reacts to it.
process.on('disconnect', () => process.exit());
process.on('SIGINT', () => undefined);
