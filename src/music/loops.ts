import { accessSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mood } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Log } from '../shared/log.ts';
import type { MusicSource } from './port.ts';

/** The folder with the loops that come with moodbox. */
export const LOOPS = fileURLToPath(new URL('../../music', import.meta.url));

const idOf = (mood: Mood): string => `loop:${mood}`;

/** The built-in loops: one endless track a mood, so that a box without a network or a library still plays. None for `away`. */
export class LoopSource implements MusicSource {
  readonly name = 'loops';
  readonly #folder: string;
  readonly #log: Log;

  constructor({ log, folder = LOOPS }: { readonly log: Log; readonly folder?: string }) {
    this.#folder = folder;
    this.#log = log;
  }

  async recall({ id, mood }: HeardTrack): Promise<Found> {
    return id === idOf(mood) ? this.find({ mood }) : failed('no-match');
  }

  async find({ mood, unplayable }: Pick<MusicChoice, 'mood' | 'unplayable'>): Promise<Found> {
    const id = idOf(mood);
    if (mood === 'away' || unplayable?.has(id)) return failed('no-match');
    const file = join(this.#folder, `${mood}.opus`);
    try {
      // At once, and without one of Node's few threads for files: a share that hangs may hold all of them, and this is the last resort.
      accessSync(file);
    } catch (err) {
      this.#log.error({ err, file }, 'loops.missing');
      return failed('broken');
    }
    return done({ id, title: `moodbox: ${mood}`, url: file, source: this.name, mood, endless: true });
  }
}
