import { accessSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mood } from '../domain/emotion.ts';
import { EMOTIONS, isEmotion } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice } from '../domain/music.ts';
import { trackFrom } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Log } from '../shared/log.ts';
import type { ListPart, MusicSource, Shelved } from './port.ts';
import { partOf } from './shelf-part.ts';

/** The folder with the loops that come with moodbox. */
export const LOOPS = fileURLToPath(new URL('../../music', import.meta.url));

const idOf = (mood: Mood): string => `loop:${mood}`;
const titleOf = (mood: Mood): string => `moodbox: ${mood}`;

/** The built-in loops: one endless track for each mood except `away`, so that a box without network and library still plays. */
export class LoopSource implements MusicSource {
  readonly name = 'loops';
  readonly size = EMOTIONS.length;
  readonly #folder: string;
  readonly #log: Log;

  constructor({ log, folder = LOOPS }: { readonly log: Log; readonly folder?: string }) {
    this.#folder = folder;
    this.#log = log;
  }

  shelf(mood: Mood, part: ListPart): Shelved {
    return partOf(isEmotion(mood) ? [mood] : [], part, () => ({ id: idOf(mood), title: titleOf(mood), source: this.name, mood }));
  }

  async recall({ id, mood }: HeardTrack): Promise<Found> {
    return id === idOf(mood) ? this.find({ mood }) : failed('no-match');
  }

  async find({ mood, unplayable }: Pick<MusicChoice, 'mood' | 'unplayable'>): Promise<Found> {
    const id = idOf(mood);
    if (mood === 'away' || unplayable?.has(id)) return failed('no-match');
    const file = join(this.#folder, `${mood}.opus`);
    try {
      // Synchronous, because this is the last resort: a share that hangs may block all of Node's few file threads.
      accessSync(file);
    } catch (err) {
      this.#log.error({ err, file }, 'loops.missing');
      return failed('broken');
    }
    return done(trackFrom({ id, title: titleOf(mood), url: file, source: this.name, mood, endless: true }));
  }
}
