import type { Face, Frame, Sighting } from '../domain/sight.ts';
import type { Preprocessing } from './crop.ts';
import { batchOf, faceInput, inSource } from './crop.ts';
import type { Spent } from './meter.ts';
import { Meter } from './meter.ts';
import type { EmotionClassifier, Eyes, FaceFinder } from './port.ts';
import { follow, noTracks } from './track.ts';

/** A full room is read by its nearest faces: the batch stays small whatever the camera sees. */
const MOST_FACES = 8;

const STAGES = ['detect', 'preprocess', 'infer'] as const;
type Stage = (typeof STAGES)[number];

/** Totals since the beginning. */
export type Timings = { readonly frames: number; readonly faces: number; readonly stages: Readonly<Record<Stage, Spent>> };

export type Parts = { readonly finder: FaceFinder; readonly classifier: EmotionClassifier; readonly preprocessing: Preprocessing };

/** From a frame to what it shows: find, crop, read all faces in one batch, recognise who was there before. */
export class Look implements Eyes {
  readonly #eyes: Parts;
  readonly #meter = new Meter(STAGES);
  #tracks = noTracks;
  #frames = 0;
  #faces = 0;

  constructor(eyes: Parts) {
    this.#eyes = eyes;
  }

  /** One frame at a time, in the order of their time. */
  async look(frame: Frame): Promise<Sighting> {
    const { finder, classifier, preprocessing } = this.#eyes;
    const boxes = (await this.#meter.time('detect', () => finder.find(frame))).slice(0, MOST_FACES);
    const { tracks, ids } = follow(this.#tracks, boxes, frame.at);
    this.#tracks = tracks;
    this.#frames += 1;
    this.#faces += boxes.length;
    if (boxes.length === 0) return { at: frame.at, faces: [] };
    const batch = await this.#meter.time('preprocess', () => batchOf(boxes.map((box) => faceInput(frame, box, preprocessing))));
    const read = await this.#meter.time('infer', () => classifier.classify(batch));
    const faces = boxes.flatMap((box, index): Face[] => {
      const [id, scores] = [ids[index], read[index]];
      return id === undefined || scores === undefined ? [] : [{ id, box: inSource(box, frame), scores }];
    });
    return { at: frame.at, faces };
  }

  get timings(): Timings {
    return { frames: this.#frames, faces: this.#faces, stages: this.#meter.spent };
  }

  /** Closes the classifier, which this object was given to own. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#eyes.classifier[Symbol.asyncDispose]();
  }
}
