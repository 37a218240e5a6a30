import { basename, dirname, extname, join, resolve } from 'node:path';
import { narrowed } from '../../camera/grey.ts';
import { fileSource } from '../../camera/source.ts';
import type { Frame } from '../../domain/sight.ts';
import { overlayPng } from '../../evaluation/overlay.ts';
import type { FacePipeline } from '../../inference/pipeline.ts';
import { UsageError, whole } from '../command.ts';
import { writeWhole } from '../console/write-file.ts';
import type { Explained, Seen } from './lines.ts';

export const EXPLAIN_OPTIONS = {
  explain: { type: 'boolean', default: false },
  'explain-to': { type: 'string' },
  'explain-most': { type: 'string' },
} as const;

/** A clip of an hour has tens of thousands of frames; nobody would look at that many pictures. */
const MOST = 200;

export const EXPLAIN_USAGE = `\
  --explain         write a picture of each frame with a face: orange parts speak for the face's emotion, blue parts against
                    it. The picture goes to PHOTO.explained.png beside a photo, CLIP.explained/TIME.png (in ms) beside a clip,
                    or FOLDER.explained/NUMBER.png beside a folder. It replaces an existing file of that name, never the
                    source. Nothing else makes moodbox write a picture
  --explain-to DIR  write them into that folder instead, and create it if necessary (implies --explain)
  --explain-most N  write at most N pictures (default: ${MOST}), and say how many were left out`;

/** Where to write the pictures (undefined: beside the source), and how many at most. */
export type ExplainRequest = { readonly to: string | undefined; readonly most: number };

type Values = { readonly explain: boolean; readonly 'explain-to'?: string | undefined; readonly 'explain-most'?: string | undefined };

/** The request for pictures in the flags, if there is one. Throws `UsageError`. */
export function explainRequestOf({ explain, 'explain-to': to, 'explain-most': most }: Values): ExplainRequest | undefined {
  if (explain || to !== undefined) return { to, most: most === undefined ? MOST : whole('--explain-most', most) };
  if (most !== undefined) throw new UsageError('--explain-most goes with --explain');
  return undefined;
}

/** Looks at full-size frames as `eyes` do, and writes the pictures that explain the readings. */
export class Explainer {
  readonly #eyes: FacePipeline;
  readonly #most: number;
  readonly #place: Place;
  #written = 0;
  #leftOut = 0;

  constructor(eyes: FacePipeline, source: string, request: ExplainRequest) {
    this.#eyes = eyes;
    this.#most = request.most;
    this.#place = placeFor(source, request.to);
  }

  /** Throws `UnwritableError`. */
  async look(frame: Frame): Promise<Seen> {
    const working = narrowed(frame);
    if (this.#written >= this.#most) return this.#leaveOut(working);
    const sighting = await this.#eyes.explain(working);
    if (sighting.faces.length === 0) return sighting;
    const path = this.#place.of(frame);
    await writeWhole(path, await overlayPng(frame, sighting.faces), 'name another folder with --explain-to DIR');
    this.#written += 1;
    return { ...sighting, explained: path };
  }

  get explained(): Explained {
    return { written: this.#written, leftOut: this.#leftOut, to: this.#place.shown };
  }

  async #leaveOut(frame: Frame): Promise<Seen> {
    const sighting = await this.#eyes.look(frame);
    if (sighting.faces.length > 0) this.#leftOut += 1;
    return sighting;
  }
}

/** Where the picture of a frame goes, and the place that is shown for all of them. */
type Place = { readonly shown: string; readonly of: (frame: Frame) => string };

/** The name of each picture: beside a photo, the time in ms for a clip, the picture's number for a folder. No source has such a name. */
function placeFor(source: string, to: string | undefined): Place {
  const path = resolve(source);
  const { kind } = fileSource(source);
  const name = `${kind === 'folder' ? basename(path) : basename(path, extname(path))}.explained`;
  const shown = resolve(to ?? dirname(path), kind === 'image' ? `${name}.png` : name);
  if (kind === 'image') return { shown, of: () => shown };
  const numberOf = kind === 'folder' ? ({ seq }: Frame) => seq + 1 : ({ at }: Frame) => Math.round(at);
  return { shown, of: (frame) => join(shown, `${String(numberOf(frame)).padStart(8, '0')}.png`) };
}
