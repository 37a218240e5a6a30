import type { Config } from '../../config/schema.ts';
import type { Emotion } from '../../domain/emotion.ts';
import type { FaceBox } from '../../domain/sight.ts';
import type { GreyPicture } from '../../inference/grey-picture.ts';
import { overlap } from '../../inference/track.ts';
import { mean } from '../figures.ts';
import type { Both, SideName } from '../port.ts';
import { SIDES } from '../port.ts';
import type { Pasted } from './scenes.ts';
import { emptySequences, frameOf } from './sequence.ts';
import type { ReadFace } from './sides.ts';
import { readerOf } from './sides.ts';

/** How often a side sees a sequence: several times for the daemon's eyes, which work over time; the paper's recipe knows no time. */
const TIMES: Both<number> = { ours: 10, paper: 1 };
/** A box that overlaps the face by this much (intersection over union) has found it. */
const FOUND = 0.4;

/**
 * What one side made of a sequence: for each frame the emotion that the face was read as, undefined if the face was not found. CPU
 * milliseconds a frame; `firstMs` is the first frame, in which the whole room is searched at once.
 */
export type Trial = { readonly emotions: readonly (Emotion | undefined)[]; readonly firstMs: number; readonly cpuMs: number };

/** The same for each side. */
export async function bothSides<T>(of: (side: SideName) => T | Promise<T>): Promise<Both<T>> {
  const made: Partial<Record<SideName, T>> = {};
  for (const side of SIDES) made[side] = await of(side);
  return made as Both<T>;
}

/** Shows a sequence to one side, whose eyes have seen nothing before. */
export async function trialOf(side: SideName, shown: readonly Pasted[], config: Config, signal: AbortSignal): Promise<Trial> {
  const emotions: (Emotion | undefined)[] = [];
  const costs: number[] = [];
  const pictures = shown.map(({ picture }) => picture);
  for await (const { faces, seq, cpuMs } of looks(side, pictures, config, signal)) {
    const { face } = shown[seq % shown.length] as Pasted;
    emotions.push(faces.find(({ box }) => isFound(box, face))?.emotion);
    costs.push(cpuMs);
  }
  const [first = 0, ...others] = costs;
  return { emotions, firstMs: first, cpuMs: mean(TIMES[side] > 1 ? others : costs) };
}

/** Share of the frames of rooms without people in which that side takes something for a face. */
export async function falseFaces(side: SideName, config: Config, signal: AbortSignal, pictures: number): Promise<number> {
  const found: number[] = [];
  for (const shown of emptySequences(pictures)) {
    for await (const { faces } of looks(side, shown, config, signal)) found.push(faces.length > 0 ? 1 : 0);
  }
  return mean(found);
}

type Look = { readonly seq: number; readonly faces: readonly ReadFace[]; readonly cpuMs: number };

async function* looks(side: SideName, pictures: readonly GreyPicture[], config: Config, signal: AbortSignal): AsyncGenerator<Look> {
  await using reader = await readerOf(side, config);
  for (let seq = 0; seq < pictures.length * TIMES[side]; seq += 1) {
    signal.throwIfAborted();
    const frame = frameOf(pictures[seq % pictures.length] as GreyPicture, seq);
    const before = process.cpuUsage();
    const faces = await reader.look(frame);
    const { user, system } = process.cpuUsage(before);
    yield { seq, faces, cpuMs: (user + system) / 1000 };
  }
}

const isFound = (box: FaceBox, face: FaceBox): boolean => overlap(box, face) >= FOUND;
