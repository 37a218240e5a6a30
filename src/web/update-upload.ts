import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { Refusal } from '../domain/refusal.ts';
import { refusal } from '../domain/refusal.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { freeBytes } from '../shared/free-space.ts';
import { KNOWN_SYSTEM, LEFT_FREE, MOST_UPDATE, updateFiles } from '../shared/update-files.ts';

/** A piece of an update: `of` bytes in all, this one beginning `at`. */
export type UpdatePiece = { readonly of: number; readonly at: number; readonly bytes: Uint8Array };

type Arriving = { readonly by: string; readonly of: number; readonly received: number; readonly last: Instant };

const ABANDONED = ms(60_000);

/** `known`: the file that only a box from the image has. */
export type UploadParts = { readonly stateDir: string; readonly clock: Clock; readonly known?: string };

/**
 * Takes an update piece by piece, in order, one update at a time. It goes to the disk and not into memory, and can be installed once it is
 * whole. What it is, nobody looks at here: root believes its signature alone. Rejects with the file system's error.
 */
export class UpdateUpload {
  readonly #parts: UploadParts;
  #arriving: Arriving | undefined;
  #isWriting = false;

  constructor(parts: UploadParts) {
    this.#parts = parts;
  }

  /** Resolves to the bytes that have arrived so far. */
  async take(piece: UpdatePiece, by: string): Promise<Result<number, Refusal>> {
    const refused = this.#refused(piece, by);
    if (refused) return failed(refused);
    this.#isWriting = true;
    try {
      return await this.#written(piece, by);
    } finally {
      this.#isWriting = false;
    }
  }

  #refused({ at, bytes, of }: UpdatePiece, by: string): Refusal | undefined {
    if (!existsSync(this.#parts.known ?? KNOWN_SYSTEM)) return refusal('update_no_image');
    if (of < 1 || of > MOST_UPDATE) return refusal('update_size');
    const arriving = this.#arriving;
    const isOthers = arriving && arriving.by !== by && elapsed(arriving.last, this.#parts.clock.now()) < ABANDONED;
    if (isOthers || this.#isWriting) return refusal('update_of_others');
    const isNext = at === 0 || (arriving?.by === by && arriving.of === of && arriving.received === at);
    return isNext && bytes.length > 0 && at + bytes.length <= of ? undefined : refusal('update_gap');
  }

  async #written({ at, bytes, of }: UpdatePiece, by: string): Promise<Result<number, Refusal>> {
    const { brought, bundle, folder, growing } = updateFiles(this.#parts.stateDir);
    if (at === 0) {
      await mkdir(folder, { recursive: true, mode: 0o750 });
      for (const old of [brought, bundle, growing]) await rm(old, { force: true });
      if ((await freeBytes(folder)) < of + LEFT_FREE) return failed(refusal('update_no_room'));
    }
    const received = at + bytes.length;
    await append(growing, at, bytes, received === of);
    this.#arriving = received === of ? undefined : { by, of, received, last: this.#parts.clock.now() };
    if (received === of) await rename(growing, bundle);
    return done(received);
  }
}

async function append(file: string, at: number, bytes: Uint8Array, isLast: boolean): Promise<void> {
  await using growing = await open(file, at === 0 ? 'w' : 'r+', 0o640);
  await growing.write(bytes, 0, bytes.length, at);
  if (isLast) await growing.sync();
}
