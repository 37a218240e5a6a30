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
import { grainOf, occlusionMap, shades } from './occlusion.ts';
import type { EmotionClassifier, Explanation, Eyes, FaceExplainer, FaceFinder, FoundFace, Network } from './port.ts';
import type { Routing } from './routing.ts';
import { networkFor } from './routing.ts';
import { follow, noTracks } from './track.ts';
import { isIgnored } from './zones.ts';

/** Only the nearest faces of a full room are read, so that the batch stays small whatever the camera sees. */
const MOST_FACES = 8;

/** Faces in a batch while the camera waits: a few milliseconds each. */
const GENTLE_BATCH = 8;

const STAGES = ['detect', 'preprocess', 'infer', 'explain'] as const;
type Stage = (typeof STAGES)[number];

/** Totals since the pipeline was made. */
export type Timings = { readonly frames: number; readonly faces: number; readonly stages: Readonly<Record<Stage, Spent>> };

export type FacePipelineParts = {
  readonly finder: FaceFinder;
  readonly classifier: EmotionClassifier;
  readonly preprocessing: Preprocessing;
  /** Which network of a pair reads a face; absent if the classifier has only one. */
  readonly routing?: Routing;
  /** Whether others use the classifier too; whoever opened it then closes it (default false). */
  readonly shared?: boolean;
  /** Whether the frames follow each other in time, so that movement can be seen between them (default false). */
  readonly continuous?: boolean;
  /**
   * Faces are read only if at least this many are in the frame (default: 1). With fewer, a sighting has no faces, but says that somebody
   * moved, as a motion sensor would.
   */
  readonly people?: number | undefined;
  /** False if nobody reads `timings`: asking the operating system for CPU time is expensive with many threads (default true). */
  readonly metered?: boolean;
};

/** A face, and what moved its reading: `map` lies over `region`, the part of the source (in source pixels) that the network saw. */
export type ExplainedFace = Face & { readonly region: FaceBox; readonly map: OcclusionMap };

/** A sighting whose every face is explained. */
export type ExplainedSighting = { readonly at: Instant; readonly faces: readonly ExplainedFace[] };

/**
 * A face as it was read: what is reported of it, its box in frame pixels, the input of the network, and which network of a pair read it.
 */
type Reading = { readonly face: Face; readonly box: FaceBox; readonly input: Float32Array; readonly network: Network | undefined };

/** A reading that somebody waits for, and the part of the source that the network saw. */
type Wish = { readonly id: number | undefined; readonly take: (reading: Reading, region: FaceBox) => void };

/** From a frame to what it shows: finds, crops and reads all faces in one batch, recognises who was there before, and notices movement. */
export class FacePipeline implements Eyes, FaceExplainer {
  readonly #parts: FacePipelineParts;
  readonly #meter = new Meter(STAGES);
  #tracks = noTracks;
  /** Which network read each face that is followed. */
  #networks: ReadonlyMap<number, Network> = new Map();
  #motion: Motion | undefined;
  #wish: Wish | undefined;
  #frames = 0;
  #faces = 0;

  constructor(parts: FacePipelineParts) {
    this.#parts = parts;
  }

  /** One frame at a time, in order of time. */
  async look(frame: Frame): Promise<Sighting> {
    const boxes = await this.#found(frame);
    const faces = (await this.#read(frame, boxes)).map(({ face }) => face);
    const moved = (this.#parts.continuous === true && this.#hasMoved(frame)) || (boxes.length > 0 && !this.#mayRead(boxes));
    return { at: frame.at, faces, ...(moved && { moved }) };
  }

  /** Whether somebody moved since the frame before. */
  #hasMoved(frame: Frame): boolean {
    const { motion, moved } = watchMotion(this.#motion, frameViews(frame).sketch, frame.at);
    this.#motion = motion;
    return moved;
  }

  /** Use instead of `look` to learn also what moved each reading; each face costs `occlusionMap`'s 324 extra readings. */
  async explain(frame: Frame): Promise<ExplainedSighting> {
    const { classifier, preprocessing } = this.#parts;
    const faces: ExplainedFace[] = [];
    for (const { face, box, input, network } of await this.#read(frame, await this.#found(frame))) {
      const map = await this.#timed('explain', () => occlusionMap(input, face.scores, classifier, network));
      faces.push({ ...face, region: inSource(faceRegion(frame, box, preprocessing), frame), map });
    }
    return { at: frame.at, faces };
  }

  async explainNext(id: number | undefined, signal: AbortSignal): Promise<Explanation | undefined> {
    const wished = await new Promise<{ readonly reading: Reading; readonly region: FaceBox } | undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
      this.#wish = { id, take: (reading, region) => resolve({ reading, region }) };
    });
    if (!wished) return undefined;
    const { face, input, network } = wished.reading;
    const map = await occlusionMap(input, face.scores, this.#parts.classifier, network, GENTLE_BATCH);
    return { ...face, region: wished.region, grid: grainOf(shades(map)) };
  }

  #grant(frame: Frame, readings: readonly Reading[]): void {
    const { id, take } = this.#wish ?? {};
    const reading = id === undefined ? readings[0] : readings.find(({ face }) => face.id === id);
    if (!take || !reading) return;
    this.#wish = undefined;
    take(reading, inSource(faceRegion(frame, reading.box, this.#parts.preprocessing), frame));
  }

  /** The faces outside the ignored zones. One that was known when its zone was drawn stays known to the finder until something moves. */
  async #found(frame: Frame): Promise<readonly FoundFace[]> {
    const found = await this.#timed('detect', () => this.#parts.finder.find(frame));
    return found.filter((box) => !isIgnored(frame, box));
  }

  #mayRead(found: readonly FoundFace[]): boolean {
    return found.length >= (this.#parts.people ?? 1);
  }

  async #read(frame: Frame, found: readonly FoundFace[]): Promise<readonly Reading[]> {
    const { classifier, preprocessing } = this.#parts;
    const boxes = this.#mayRead(found) ? found.slice(0, MOST_FACES) : [];
    const { tracks, ids } = follow(this.#tracks, boxes, frame.at);
    this.#tracks = tracks;
    this.#frames += 1;
    this.#faces += boxes.length;
    if (boxes.length === 0) return [];
    const inputs = await this.#timed('preprocess', () => boxes.map((box) => faceInput(frame, box, preprocessing)));
    const networks = this.#routed(ids, boxes, inputs);
    const read = await this.#timed('infer', () => classifier.classify(batchOf(inputs), 'people', networks));
    const readings = boxes.flatMap((box, index): Reading[] => {
      const [id, scores, input] = [ids[index], read[index], inputs[index]];
      if (id === undefined || scores === undefined || input === undefined) return [];
      return [{ face: { id, box: inSource(box, frame), scores }, box, input, network: networks?.[index] }];
    });
    this.#grant(frame, readings);
    return readings;
  }

  /** The network of each face, remembered for the next frame. Undefined if there is only one. */
  #routed(ids: readonly number[], boxes: readonly FoundFace[], inputs: readonly Float32Array[]): readonly Network[] | undefined {
    const { routing } = this.#parts;
    if (!routing) return undefined;
    const before = this.#networks;
    const networks = inputs.map((input, index) => networkFor({ input, box: boxes[index], before: before.get(ids[index] ?? 0) }, routing));
    const followed = this.#tracks.known.flatMap(({ id }) => (before.has(id) ? [[id, before.get(id) as Network] as const] : []));
    this.#networks = new Map([...followed, ...networks.map((network, index) => [ids[index] ?? 0, network] as const)]);
    return networks;
  }

  async #timed<T>(stage: Stage, work: () => T | Promise<T>): Promise<T> {
    return this.#parts.metered === false ? work() : this.#meter.time(stage, work);
  }

  get timings(): Timings {
    return { frames: this.#frames, faces: this.#faces, stages: this.#meter.spent };
  }

  /** Closes the classifier unless it is shared. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#parts.shared) await this.#parts.classifier[Symbol.asyncDispose]();
  }
}
