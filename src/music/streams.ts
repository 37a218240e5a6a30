import type { Found, MusicChoice } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Mapping } from './mapping.ts';
import { freshest } from './pick.ts';
import type { MusicSource } from './port.ts';

/** Fixed addresses of stations out of the mapping. Whether one answers is found out by the player; one that did not is left out for a while. */
export class StreamsSource implements MusicSource {
  readonly name = 'streams';
  readonly #mapping: Mapping;

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
  }

  async find({ mood, avoid, taste, unplayable }: MusicChoice): Promise<Found> {
    const alive = this.#mapping[mood].streams.filter((each) => !unplayable?.has(each));
    const url = freshest(alive, avoid, taste)[0];
    if (url === undefined) return failed('no-match');
    return done({ id: url, title: new URL(url).hostname, url, source: this.name, mood, endless: true });
  }
}
