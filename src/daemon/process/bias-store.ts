import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { InferOutput } from 'valibot';
import { array, integer, length, maxValue, minValue, number, object, optional, pipe, record, string, transform } from 'valibot';
import { EMOTIONS } from '../../domain/emotion.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { moment } from '../../domain/units.ts';
import { LARGEST_BIAS } from '../../learning/bias.ts';
import { readKept } from '../../shared/json-file.ts';
import type { Log } from '../../shared/log.ts';
import { replaceText } from '../../shared/write-atomic.ts';

const APPLIED = object({
  bias: pipe(array(pipe(number(), minValue(-LARGEST_BIAS), maxValue(LARGEST_BIAS))), length(EMOTIONS.length)),
  /** How many answers it was fitted to. */
  answers: pipe(number(), integer()),
  at: pipe(number(), transform(moment)),
});
const KEPT = object({
  /** The network that it corrects. */
  weights: string(),
  cameras: record(string(), object({ ...APPLIED.entries, before: optional(APPLIED) })),
});
type Kept = InferOutput<typeof KEPT>;

/** A bias that corrects what one camera shows. */
export type AppliedBias = Readonly<InferOutput<typeof APPLIED>>;
/** The same with the one before it, to which a step back leads. */
export type KeptBias = AppliedBias & { readonly before?: AppliedBias | undefined };

export type BiasStoreParts = { readonly stateDir: string; readonly weights: string; readonly log: Log };

/**
 * Keeps the biases that people have applied, in one small file of the state folder. `moodbox learn` writes that file from another process,
 * so `refresh` looks at it again. A file for another network, and a damaged one, corrects nothing.
 */
export class BiasStore {
  readonly #file: string;
  readonly #parts: BiasStoreParts;
  #cameras: ReadonlyMap<string, KeptBias> = new Map();
  #stamp: string | undefined;
  readonly #listeners = new Set<() => void>();

  private constructor(parts: BiasStoreParts) {
    this.#parts = parts;
    this.#file = join(parts.stateDir, 'bias.json');
  }

  static open(parts: BiasStoreParts): BiasStore {
    const store = new BiasStore(parts);
    store.refresh();
    return store;
  }

  /** The biases in force, by camera. */
  get cameras(): ReadonlyMap<string, KeptBias> {
    return this.#cameras;
  }

  /** Calls the listener after each change, also by another process. Returns a function that ends this. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the file again if it has changed. */
  refresh(): void {
    const stamp = stampOf(this.#file);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#become(stamp === '' ? new Map() : this.#read());
  }

  /** Corrects this camera's scores from now on; the bias before is kept for one step back. */
  apply(camera: string, applied: AppliedBias): Promise<Result<void, Refusal>> {
    const before = this.#cameras.get(camera);
    const kept = { ...applied, ...(before && { before: alone(before) }) };
    return this.#keep(new Map([...this.#cameras, [camera, kept]]));
  }

  /** Goes back one step: to the bias before, or to none. */
  undo(camera: string): Promise<Result<void, Refusal>> {
    const { before } = this.#cameras.get(camera) ?? {};
    const others = [...this.#cameras].filter(([name]) => name !== camera);
    return this.#keep(new Map(before ? [...others, [camera, before]] : others));
  }

  async #keep(cameras: ReadonlyMap<string, KeptBias>): Promise<Result<void, Refusal>> {
    const kept: Kept = { weights: this.#parts.weights, cameras: Object.fromEntries(cameras) };
    try {
      mkdirSync(this.#parts.stateDir, { recursive: true, mode: 0o750 });
      await replaceText(this.#file, [`${JSON.stringify(kept)}\n`]);
    } catch (err) {
      this.#parts.log.error({ err, file: this.#file }, 'bias.unwritable');
      return failed(refusal('state_unwritable'));
    }
    this.#stamp = stampOf(this.#file);
    this.#become(cameras);
    return done(undefined);
  }

  #become(cameras: ReadonlyMap<string, KeptBias>): void {
    if (this.#cameras.size === 0 && cameras.size === 0) return;
    this.#cameras = cameras;
    for (const listener of this.#listeners) listener();
  }

  #read(): ReadonlyMap<string, KeptBias> {
    const { log, weights } = this.#parts;
    const kept = readKept(this.#file, KEPT, { log, event: 'bias.broken' });
    if (!kept.ok) return new Map();
    if (kept.value.weights === weights) return new Map(Object.entries(kept.value.cameras));
    log.warn({ file: this.#file, learnt: kept.value.weights, weights }, 'bias.outdated');
    return new Map();
  }
}

/** Changes whenever the file is replaced; empty if the file is missing or cannot be looked at. */
function stampOf(file: string): string {
  try {
    const { ino, mtimeMs, size } = statSync(file);
    return `${ino}/${mtimeMs}/${size}`;
  } catch {
    return '';
  }
}

const alone = ({ before: _, ...applied }: KeptBias): AppliedBias => applied;
