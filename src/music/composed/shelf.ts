import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { PieceName } from './piece.ts';
import { pieceId, pieceOf } from './piece.ts';

/** A piece that is ready to play. `heardAt` is the last time, in milliseconds since 1970; 0 if it has not been heard. */
export type ReadyPiece = PieceName & {
  readonly id: string;
  readonly file: string;
  readonly bytes: number;
  readonly duration: Ms;
  readonly heardAt: number;
};

const EXTENSION = '.opus';
const DRAFT = 'draft-';

/**
 * The pieces on disk. A file's name says which piece it is and how long it lasts (`composed:1:happy:bossa:412` is `1-happy-
 * bossa-412-245s.opus`), and its date of change when it was last heard: 1970 if never. So there is no list that could go out of step.
 */
export class Shelf {
  readonly #folder: string;
  readonly #bounds: { readonly bytes: number };
  #pieces: readonly ReadyPiece[] = [];

  constructor(folder: string, bounds: { readonly bytes: number }) {
    this.#folder = folder;
    this.#bounds = bounds;
  }

  get pieces(): readonly ReadyPiece[] {
    return this.#pieces;
  }

  /** Looks at the folder, makes it if it is missing, and clears away what a power cut left half done. Rejects with the system's error. */
  async open(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o750 });
    const names = await readdir(this.#folder);
    for (const draft of names.filter((name) => name.startsWith(DRAFT))) await rm(join(this.#folder, draft), { force: true });
    const pieces = await Promise.all(names.map((name) => readPiece(this.#folder, name)));
    this.#pieces = pieces.filter((piece) => piece !== undefined);
  }

  /** Where a piece is to be written before it is `kept`. */
  draftFor(piece: PieceName): string {
    return join(this.#folder, `${DRAFT}${piece.mood}-${piece.number}${EXTENSION}`);
  }

  /** Puts a finished draft on the shelf, and makes room for it: what was heard longest ago goes first. */
  async keep(piece: PieceName, draft: string, duration: Ms): Promise<ReadyPiece> {
    const name = `${pieceId(piece).slice('composed:'.length).replaceAll(':', '-')}-${Math.round(duration / 1000)}s${EXTENSION}`;
    await utimes(draft, 0, 0);
    await rename(draft, join(this.#folder, name));
    const ready = await readPiece(this.#folder, name);
    if (!ready) throw new Error(`${name} has vanished`);
    this.#pieces = [...this.#pieces.filter(({ id }) => id !== ready.id), ready];
    await this.#makeRoom(ready.id);
    return ready;
  }

  /** Whether another piece fits beside those that nobody has heard yet. */
  get hasRoom(): boolean {
    const unheard = this.#pieces.filter(({ heardAt }) => heardAt === 0);
    const usual = bytesOf(this.#pieces) / Math.max(1, this.#pieces.length);
    return bytesOf(unheard) + usual <= this.#bounds.bytes;
  }

  /** Notes that a piece is heard now. */
  async heard({ id, file }: ReadyPiece, now: number): Promise<void> {
    this.#pieces = this.#pieces.map((piece) => (piece.id === id ? { ...piece, heardAt: now } : piece));
    await utimes(file, now / 1000, now / 1000);
  }

  async #makeRoom(newest: string): Promise<void> {
    const others = this.#pieces.filter(({ id }) => id !== newest);
    // What nobody has heard yet goes only if there is nothing else.
    const order = others.sort((a, b) => (a.heardAt || Number.POSITIVE_INFINITY) - (b.heardAt || Number.POSITIVE_INFINITY));
    for (const piece of order) {
      if (bytesOf(this.#pieces) <= this.#bounds.bytes) return;
      await rm(piece.file, { force: true });
      this.#pieces = this.#pieces.filter(({ id }) => id !== piece.id);
    }
  }
}

const bytesOf = (pieces: readonly ReadyPiece[]): number => pieces.reduce((sum, { bytes }) => sum + bytes, 0);

const NAME = /^(\d+)-([a-z]+)-([a-z]+)-(\d+)-(\d+)s\.opus$/;

async function readPiece(folder: string, name: string): Promise<ReadyPiece | undefined> {
  const [, edition, mood, style, number, seconds] = NAME.exec(name) ?? [];
  const id = `composed:${edition}:${mood}:${style}:${number}`;
  const piece = pieceOf(id);
  if (!piece) return undefined;
  const file = join(folder, name);
  const found = await stat(file).catch(() => undefined);
  return found && { ...piece, id, file, bytes: found.size, duration: ms(Number(seconds) * 1000), heardAt: Math.max(0, found.mtimeMs) };
}
