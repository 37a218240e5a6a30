import { dirname, join } from 'node:path';
import type { Reach, Seen } from '../bench/reach.ts';
import { runReach } from '../bench/reach.ts';
import { demoClip } from '../camera/demo.ts';
import { SourceError } from '../camera/source.ts';
import type { Config } from '../config/schema.ts';
import type { Io } from './command.ts';
import { EXIT } from './command.ts';
import { reachFigure } from './figures/reach.ts';
import { machine } from './machine.ts';
import { figure, rounded, table } from './table.ts';
import { writeWhole } from './write-file.ts';

export type ReachWish = { readonly frames: number; readonly figures: string | undefined; readonly json: boolean };

/** `moodbox bench --reach`. */
export async function benchReach({ frames, figures, json }: ReachWish, config: Config, io: Io): Promise<number> {
  const clip = demoClip();
  if (clip === undefined) throw new SourceError("the demo's clip is not installed, whose package the people are taken from");
  const measured = await untilStopped(() => runReach(dirname(clip), frames, config, io.signal), io);
  if (!measured) return EXIT.failed;
  for (const line of json ? [jsonOf(measured)] : linesOf(measured)) io.out(line);
  if (figures !== undefined) {
    await writeWhole(join(figures, 'reach.svg'), Buffer.from(reachFigure(measured)), 'give --figures a folder that you may write to');
  }
  return EXIT.ok;
}

const jsonOf = (reach: Reach): string =>
  JSON.stringify({ ...reach, machine: machine() }, (_key, value) => (typeof value === 'number' ? rounded(value, 3) : value));

function linesOf({ rows, reach, people, lights, frames, first_cpu_ms, ratio }: Reach): string[] {
  const { cpu, cores, node } = machine();
  const side = ({ found, same, wrong, cpu_ms }: Seen) => [percent(found), percent(same), figure(wrong, 3), figure(cpu_ms, 1)];
  const head = (name: string) => [name, 'same', 'wrong', 'CPU ms'];
  return [
    `${people.length} people (${people.join(', ')}) in ${lights.length} lights (${lights.join(', ')}), ${frames} frames each at each distance`,
    `pasted into rooms of 1280 x 720: a face is 15 cm wide, the lens sees 70 degrees across; camera.reach: ${reach}`,
    `${cpu}, ${cores} cores, Node ${node}`,
    'found: of the frames; same: of the faces found, read as the same emotion as at the first distance; wrong: faces a frame where none is',
    '',
    ...table([
      ['m', 'pixels', ...head('ours: found'), ...head('recipe: found')],
      ...rows.map(({ metres, pixels, ours, paper }) => [`${metres}`, `${pixels}`, ...side(ours), ...side(paper)]),
    ]),
    '',
    `the recipe costs ${figure(ratio, 1)} times ours in CPU a frame, from the second second on; the very first frame takes ours ${figure(first_cpu_ms, 0)} ms`,
  ];
}

const percent = (share: number): string => `${figure(share * 100, 1)} %`;

/** Nothing where it was interrupted. */
async function untilStopped<T>(work: () => Promise<T>, io: Io): Promise<T | undefined> {
  try {
    return await work();
  } catch (err) {
    if (io.signal.aborted) return undefined;
    throw err;
  }
}
