import { access } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Mood } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice, NotFound, Track } from '../domain/music.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { within } from '../shared/within.ts';
import type { Mapping } from './mapping.ts';
import { carrying, freshest, shuffled } from './pick.ts';
import type { MusicSource } from './port.ts';
import type { Scan } from './scan.ts';
import { scan } from './scan.ts';

const RESCAN_AFTER = ms(5 * 60_000);
/** A network share that hangs must not hold the music up. */
const PATIENCE = ms(20_000);
/** So many files that have vanished since the scan are passed over before the search gives up. */
const MOST_VANISHED = 20;

/** What the library needs: its folder (empty: none), the mapping's further folder names, and the world. */
export type LibraryParts = {
  readonly folder: string;
  readonly mapping: Mapping;
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers in [0, 1) that decide the order. */
  readonly random?: () => number;
};

/**
 * A folder with one folder a mood, or by the mapping's names for it, upper or lower case. Files are found by their ending,
 * however deep; the list is made anew when it is older than five minutes. What was played lately comes last,
 * what carries the words of the hour first.
 */
export class LibrarySource implements MusicSource {
  readonly name = 'library';
  readonly #parts: LibraryParts;
  #scanned: { readonly at: Instant; readonly files: Promise<Scan> } | undefined;

  constructor(parts: LibraryParts) {
    this.#parts = parts;
  }

  async find({ mood, avoid, taste, words }: MusicChoice, signal: AbortSignal): Promise<Found> {
    const files = await this.#fitting(mood, signal);
    if (!files.ok) return files;
    const order = freshest(carrying(shuffled(files.value, this.#parts.random ?? Math.random), words), avoid, taste);
    return firstThere(order.slice(0, MOST_VANISHED), mood);
  }

  /** Only what the folder still holds for that mood: the path comes from a file that anybody may have written. */
  async recall({ id, mood }: HeardTrack, signal: AbortSignal): Promise<Found> {
    const files = await this.#fitting(mood, signal);
    return files.ok ? firstThere(files.value.filter((path) => path === id).slice(0, 1), mood) : files;
  }

  async #fitting(mood: Mood, signal: AbortSignal): Promise<Result<readonly string[], NotFound>> {
    const { folder, mapping, clock } = this.#parts;
    if (folder === '') return failed('off');
    const scanned = await within(PATIENCE, this.#files(), clock, signal);
    if (!scanned.ok) return failed('timeout');
    const names = [mood, ...mapping[mood].library].map((name) => name.toLowerCase());
    return done([...new Set(names.flatMap((name) => scanned.value.get(name) ?? []))]);
  }

  #files(): Promise<Scan> {
    const { folder, clock, log } = this.#parts;
    if (!this.#scanned || elapsed(this.#scanned.at, clock.now()) >= RESCAN_AFTER) {
      this.#scanned = { at: clock.now(), files: scan(folder, log) };
    }
    return this.#scanned.files;
  }
}

async function firstThere(paths: readonly string[], mood: Mood): Promise<Found> {
  for (const path of paths) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return done(trackOf(path, mood));
  }
  return failed('no-match');
}

const trackOf = (path: string, mood: Mood): Track => ({
  id: path,
  title: basename(path, extname(path)).replaceAll('_', ' '),
  url: path,
  source: 'library',
  mood,
});
