import type { Face, FaceBox, Frame, Sighting } from '../domain/sight.ts';
import type { Instant } from '../domain/units.ts';
import type { Preprocessing } from './crop.ts';
import { batchOf, faceInput, faceRegion, inSource } from './crop.ts';
import { frameViews } from './frame-views.ts';
import type { Spent } from './meter.ts';
import { Meter } from './meter.ts';
import type { Motion } from './motion/motion.ts';
import { watchMotion } from './motion/motion.ts';
import type { OcclusionMap } from './occlusion.ts';
import { occlusionMap } from './occlusion.ts';
import type { EmotionClassifier, Eyes, FaceFinder } from './port.ts';
import { follow, noTracks } from './track.ts';

/** A full room is read by its nearest faces: the batch stays small whatever the camera sees. */
const MOST_FACES = 8;

const STAGES = ['detect', 'preprocess', 'infer', 'explain'] as const;
type Stage = (typeof STAGES)[number];

/** Totals since the beginning. */
export type Timings = { readonly frames: number; readonly faces: number; readonly stages: Readonly<Record<Stage, Spent>> };

/** `shared`: the classifier is also somebody else's, who closes it. `moments`: the frames are moments of one scene, in which things move. */
export type FacePipelineParts = {
  readonly finder: FaceFinder;
  readonly classifier: EmotionClassifier;
  readonly preprocessing: Preprocessing;
  readonly shared?: boolean;
  readonly moments?: boolean;
  /** False where nobody asks for `timings`: the operating system's account of CPU time is dear where there are many threads (default true). */
  readonly metered?: boolean;
};

/** A face, and what moved its reading: `map` lies over `region`, the part of the source (in its pixels) that the network saw. */
export type ExplainedFace = Face & { readonly region: FaceBox; readonly map: OcclusionMap };

/** A sighting whose every face is explained. */
export type ExplainedSighting = { readonly at: Instant; readonly faces: readonly ExplainedFace[] };

/** A face as it was read: what is told of it, and what the network was given. */
type Reading = { readonly face: Face; readonly box: FaceBox; readonly input: Float32Array };

/** From a frame to what it shows: find, crop, read all faces in one batch, recognise who was there before, and notice whether somebody moved. */
export class FacePipeline implements Eyes {
  readonly #eyes: FacePipelineParts;
  readonly #meter = new Meter(STAGES);
  #tracks = noTracks;
  #motion: Motion | undefined;
  #frames = 0;
  #faces = 0;

  constructor(eyes: FacePipelineParts) {
    this.#eyes = eyes;
  }

  /** One frame at a time, in the order of their time. */
  async look(frame: Frame): Promise<Sighting> {
    const faces = (await this.#read(frame)).map(({ face }) => face);
    const moved = this.#eyes.moments === true && this.#watched(frame);
    return { at: frame.at, faces, ...(moved && { moved }) };
  }

  /** Whether somebody moved since the frame before. */
  #watched(frame: Frame): boolean {
    const { motion, moved } = watchMotion(this.#motion, frameViews(frame).sketch, frame.at);
    this.#motion = motion;
    return moved;
  }

  /** As `look`, in its place, and what moved each reading; each face costs `occlusionMap`'s 324 readings more. */
  async explain(frame: Frame): Promise<ExplainedSighting> {
    const { classifier, preprocessing } = this.#eyes;
    const faces: ExplainedFace[] = [];
    for (const { face, box, input } of await this.#read(frame)) {
      const map = await this.#timed('explain', () => occlusionMap(input, face.scores, classifier));
      faces.push({ ...face, region: inSource(faceRegion(frame, box, preprocessing), frame), map });
    }
    return { at: frame.at, faces };
  }

  async #read(frame: Frame): Promise<readonly Reading[]> {
    const { finder, classifier, preprocessing } = this.#eyes;
    const boxes = (await this.#timed('detect', () => finder.find(frame))).slice(0, MOST_FACES);
    const { tracks, ids } = follow(this.#tracks, boxes, frame.at);
    this.#tracks = tracks;
    this.#frames += 1;
    this.#faces += boxes.length;
    if (boxes.length === 0) return [];
    const inputs = await this.#timed('preprocess', () => boxes.map((box) => faceInput(frame, box, preprocessing)));
    const read = await this.#timed('infer', () => classifier.classify(batchOf(inputs)));
    return boxes.flatMap((box, index): Reading[] => {
      const [id, scores, input] = [ids[index], read[index], inputs[index]];
      if (id === undefined || scores === undefined || input === undefined) return [];
      return [{ face: { id, box: inSource(box, frame), scores }, box, input }];
    });
  }

  async #timed<T>(stage: Stage, work: () => T | Promise<T>): Promise<T> {
    return this.#eyes.metered === false ? work() : this.#meter.time(stage, work);
  }

  get timings(): Timings {
    return { frames: this.#frames, faces: this.#faces, stages: this.#meter.spent };
  }

  /** Closes the classifier, which this object owns unless it is shared. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#eyes.shared) await this.#eyes.classifier[Symbol.asyncDispose]();
  }
}
