import { access, constants } from 'node:fs/promises';
import type { Mood } from '../../domain/emotion.ts';
import { isEmotion } from '../../domain/emotion.ts';
import type { HeardTrack } from '../../domain/history.ts';
import type { Found, MusicChoice, SourceState, Taste, Track } from '../../domain/music.ts';
import { trackFrom } from '../../domain/music.ts';
import { done, failed } from '../../domain/result.ts';
import type { Moment, Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import type { ListPart, MusicSource, Shelved } from '../port.ts';
import { shelfPart } from '../shelf-part.ts';
import { pieceOf, pieceTitle } from './piece.ts';
import type { ReadyPiece, Shelf } from './shelf.ts';
import { tasteFor } from './stock.ts';
import type { MissingTool, Tools } from './tools.ts';
import { abilityTo } from './tools.ts';
import type { WorkshopParts } from './workshop.ts';
import { Workshop } from './workshop.ts';

export type ComposedParts = WorkshopParts & {
  /** What this machine can render with, or what it lacks. */
  readonly tools: () => Tools | MissingTool;
  readonly today: () => Moment;
};

/** How long a request waits for a piece that is being made. Meanwhile the next source may play: it is asked again soon. */
const PATIENCE = ms(4000);
/** The same for a piece that has to be made again, after a restart. */
const PATIENCE_FOR_ONE = ms(40_000);

/**
 * Music that moodbox composes itself: each piece is new and belongs to nobody. Pieces are made ahead of time; the ones that people liked
 * are heard again now and then.
 */
export class ComposedSource implements MusicSource {
  readonly name = 'composed';
  readonly #parts: ComposedParts;
  readonly #workshop: Workshop;
  #opened: Promise<boolean> | undefined;
  readonly #isAble: () => boolean;

  constructor(parts: ComposedParts) {
    this.#parts = parts;
    this.#isAble = abilityTo(parts);
    this.#workshop = new Workshop(parts);
  }

  async find({ mood, avoid, taste = new Map(), unplayable }: MusicChoice, signal: AbortSignal): Promise<Found> {
    if (!isEmotion(mood)) return failed('no-match');
    if (!(await this.#isOpen())) return failed('broken');
    const fits = this.#shelf.pieces.filter((piece) => piece.mood === mood && !unplayable?.has(piece.id));
    const ready = await this.#first(this.#ranked(fits, avoid, taste));
    if (ready) return this.#found(ready);
    if (!this.#isAble()) return failed('off');
    return this.#awaited(this.#workshop.make(this.#workshop.invent(mood, taste), false), PATIENCE, signal);
  }

  /** The same number is the same piece: where its file is gone, it is made again. */
  async recall({ id }: HeardTrack, signal: AbortSignal): Promise<Found> {
    const piece = pieceOf(id);
    if (!piece || !(await this.#isOpen())) return failed('no-match');
    const ready = await this.#first(this.#shelf.pieces.filter((each) => each.id === id));
    if (ready) return this.#found(ready);
    if (!this.#isAble()) return failed('no-match');
    return this.#awaited(this.#workshop.make(piece, true), PATIENCE_FOR_ONE, signal);
  }

  prepare(choices: readonly MusicChoice[]): void {
    const likely = choices.map(({ mood }) => mood).filter(isEmotion);
    this.#workshop.expect({ likely, taste: choices[0]?.taste ?? new Map() });
  }

  get state(): SourceState {
    return this.size > 0 || this.#isAble() ? { kind: 'ready' } : { kind: 'off', lacks: 'synthesizer' };
  }

  get size(): number {
    return this.#shelf.pieces.length;
  }

  shelf(mood: Mood, part: ListPart): Shelved {
    const pieces = this.#shelf.pieces.filter((piece) => piece.mood === mood);
    return shelfPart(pieces, part, (piece) => ({
      id: piece.id,
      title: pieceTitle(piece),
      source: this.name,
      mood,
      duration: piece.duration,
    }));
  }

  /** Begins to compose ahead, if this machine can. */
  start(): void {
    void this.#isOpen().then((open) => {
      if (open && this.#isAble()) this.#workshop.start();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#workshop[Symbol.asyncDispose]();
  }

  get #shelf(): Shelf {
    return this.#parts.shelf;
  }

  /** Whether the shelf can be used; looks once, and again after a failure. */
  #isOpen(): Promise<boolean> {
    this.#opened ??= this.#shelf.open().then(
      () => true,
      (err: unknown) => {
        this.#opened = undefined;
        this.#parts.log.warn({ err }, 'composed.unavailable');
        return false;
      },
    );
    return this.#opened;
  }

  /**
   * New pieces before those that were heard, except that a liked one comes back now and then; styles that people like first. What was
   * heard lately is left out, since a new piece can be made.
   */
  #ranked(pieces: readonly ReadyPiece[], avoid: readonly string[], taste: Taste): readonly ReadyPiece[] {
    const { random } = this.#parts;
    const recent = new Set(avoid);
    const scored = pieces
      .filter(({ id }) => !recent.has(id))
      .map((piece) => {
        const liking = 0.6 * (taste.get(piece.id) ?? 0) + 0.3 * tasteFor(piece.style, taste);
        return { piece, score: (piece.heardAt === 0 ? 1 : 0) + liking + 0.6 * random() };
      });
    return scored.sort((a, b) => b.score - a.score).map(({ piece }) => piece);
  }

  /** The first whose file can still be read. */
  async #first(pieces: readonly ReadyPiece[]): Promise<ReadyPiece | undefined> {
    for (const piece of pieces) {
      const isThere = await access(piece.file, constants.R_OK).then(yes, no);
      if (isThere) return piece;
    }
    return undefined;
  }

  async #awaited(made: Promise<ReadyPiece | undefined>, patience: Ms, signal: AbortSignal): Promise<Found> {
    const piece = await withTimeout(patience, made, this.#parts.clock, signal);
    if (!piece.ok) return failed('timeout');
    return piece.value ? this.#found(piece.value) : failed('broken');
  }

  async #found(piece: ReadyPiece): Promise<Found> {
    await this.#shelf.heard(piece, this.#parts.today()).catch((err: unknown) => this.#parts.log.debug({ err }, 'composed.unmarked'));
    return done(trackOf(piece));
  }
}

const trackOf = (piece: ReadyPiece): Track =>
  trackFrom({ id: piece.id, title: pieceTitle(piece), url: piece.file, source: 'composed', mood: piece.mood, duration: piece.duration });

const yes = (): boolean => true;
const no = (): boolean => false;
