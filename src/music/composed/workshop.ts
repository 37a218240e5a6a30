import type { Emotion } from '../../domain/emotion.ts';
import type { Taste } from '../../domain/music.ts';
import type { Result } from '../../domain/result.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import type { Random } from '../../shared/random.ts';
import { composePiece } from '../composer/compose.ts';
import { LICENCE_LINE } from '../composer/licence.ts';
import type { Score } from '../composer/score.ts';
import { secondsOf } from '../composer/score.ts';
import { CpuBudget } from './cpu-budget.ts';
import type { PieceName } from './piece.ts';
import { pieceTitle } from './piece.ts';
import type { RenderFailure } from './programs.ts';
import type { RenderTags } from './render.ts';
import type { ReadyPiece, Shelf } from './shelf.ts';
import { neediest, nextNumber, styleFor } from './stock.ts';

/** How to work: until the signal is aborted, and whether somebody waits for it. */
export type Haste = { readonly signal: AbortSignal; readonly urgent: boolean };
/** Makes a file of a score. Settles soon after an abort. */
export type Rendering = (score: Score, file: string, tags: RenderTags, haste: Haste) => Promise<Result<void, RenderFailure>>;

export type WorkshopParts = {
  readonly shelf: Shelf;
  readonly rendering: Rendering;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
};

/** What is worth preparing: the moods that may well come, and what people think. */
export type Outlook = { readonly likely: readonly Emotion[]; readonly taste: Taste };

/** The first minutes belong to everything else that starts. */
const START_DELAY = ms(60_000);
/** How often a full shelf is looked at again. */
const LOOK_EVERY = ms(60_000);
/** The rest between two pieces, and after one that failed. */
const REST = { done: ms(5000), failed: ms(10 * 60_000) };

type Job = { readonly piece: PieceName; readonly stop: LinkedAbort; readonly done: Promise<ReadyPiece | undefined> };

/** Makes pieces, one at a time: ahead of time within a budget, or at once where somebody waits. */
export class Workshop implements AsyncDisposable {
  readonly #parts: WorkshopParts;
  readonly #budget: CpuBudget;
  readonly #closing = new AbortController();
  #outlook: Outlook = { likely: [], taste: new Map() };
  #job: Job | undefined;
  #ahead: Promise<void> | undefined;

  constructor(parts: WorkshopParts) {
    this.#parts = parts;
    this.#budget = new CpuBudget(parts.clock);
  }

  /** Says what may be wanted next. */
  expect(outlook: Outlook): void {
    this.#outlook = outlook;
  }

  /** Begins to work ahead. */
  start(): void {
    this.#ahead ??= this.#workAhead(this.#closing.signal).catch((err: unknown) => {
      if (!this.#closing.signal.aborted) this.#parts.log.error({ err }, 'composed.stopped');
    });
  }

  /** A piece of a mood that has not been made yet, in a style that people like. */
  invent(mood: Emotion, taste: Taste): PieceName {
    const { random, shelf } = this.#parts;
    return { mood, style: styleFor(random, mood, taste), number: nextNumber(random, mood, shelf.pieces) };
  }

  /** Makes a piece now: whatever else is being made has to wait, unless it is for the same mood and so will do. Undefined if it fails. */
  async make(piece: PieceName, exactly: boolean): Promise<ReadyPiece | undefined> {
    const job = this.#job;
    if (job && job.piece.mood === piece.mood && (!exactly || job.piece.number === piece.number)) return job.done;
    job?.stop.abort();
    await job?.done;
    return this.#closing.signal.aborted ? undefined : this.#begin(piece, true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#job?.done;
    await this.#ahead;
  }

  async #workAhead(signal: AbortSignal): Promise<void> {
    const { clock, shelf } = this.#parts;
    await clock.sleep(START_DELAY, signal);
    while (!signal.aborted) {
      // On a small shelf a piece more would push out one that nobody has heard yet.
      const mood = shelf.hasRoom ? neediest(shelf.pieces, this.#outlook.likely) : undefined;
      const wait = this.#budget.wait;
      if (this.#job) await this.#job.done;
      else if (mood === undefined || wait > 0) await clock.sleep(ms(Math.max(wait, LOOK_EVERY)), signal);
      else await clock.sleep((await this.#begin(this.invent(mood, this.#outlook.taste), false)) ? REST.done : REST.failed, signal);
    }
  }

  #begin(piece: PieceName, urgent: boolean): Promise<ReadyPiece | undefined> {
    const stop = new LinkedAbort(this.#closing.signal);
    const done = this.#produce(piece, { signal: stop.signal, urgent }).finally(() => {
      if (this.#job?.stop === stop) this.#job = undefined;
      stop[Symbol.dispose]();
    });
    this.#job = { piece, stop, done };
    return done;
  }

  async #produce(piece: PieceName, haste: Haste): Promise<ReadyPiece | undefined> {
    const { clock, log, rendering, shelf } = this.#parts;
    const began = clock.now();
    try {
      const score = composePiece({ mood: piece.mood, seed: piece.number, style: piece.style });
      const draft = shelf.draftFor(piece);
      const rendered = await rendering(score, draft, tagsOf(piece), haste);
      if (rendered.ok) return await shelf.keep(piece, draft, ms(secondsOf(score) * 1000));
      if (!haste.signal.aborted) log.warn({ ...piece, ...rendered.why }, 'composed.failed');
    } catch (err) {
      if (err instanceof TypeError || err instanceof ReferenceError) throw err;
      log.warn({ err, ...piece }, 'composed.failed');
    } finally {
      this.#budget.spend(elapsed(began, clock.now()));
    }
    return undefined;
  }
}

/** The tags of a piece's file. Its music belongs to nobody. */
const tagsOf = (piece: PieceName): RenderTags => ({
  title: pieceTitle(piece),
  artist: 'moodbox',
  album: `moodbox: ${piece.mood}`,
  track: String(piece.number),
  mood: piece.mood,
  license: LICENCE_LINE,
});
