import type { Mood } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice, Track } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Mapping } from './mapping.ts';
import { freshest } from './pick.ts';
import type { MusicSource } from './port.ts';

/** Fixed addresses of stations out of the mapping. Whether one answers is found out by the player. */
export class StreamsSource implements MusicSource {
  readonly name = 'streams';
  readonly #mapping: Mapping;

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
  }

  async find({ mood, avoid, taste }: MusicChoice): Promise<Found> {
    const url = freshest(this.#mapping[mood].streams, avoid, taste)[0];
    if (url === undefined) return failed('no-match');
    return done(this.#track(url, mood));
  }

  async recall({ id, mood }: HeardTrack): Promise<Found> {
    return this.#mapping[mood].streams.includes(id) ? done(this.#track(id, mood)) : failed('no-match');
  }

  #track(url: string, mood: Mood): Track {
    return { id: url, title: new URL(url).hostname, url, source: this.name, mood, endless: true };
  }
}
