import type { Found, MusicChoice } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Mapping } from './mapping.ts';
import { freshest } from './pick.ts';
import type { MusicSource } from './port.ts';
import { streamId } from './stream-id.ts';

/** Fixed addresses of stations out of the mapping. Whether one answers is found out by the player; one that did not is left out for a while. */
export class StreamsSource implements MusicSource {
  readonly name = 'streams';
  readonly #mapping: Mapping;

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
  }

  async find({ mood, avoid, taste, unplayable }: MusicChoice): Promise<Found> {
    const stations = new Map(this.#mapping[mood].streams.map((url) => [streamId(url), url]));
    const alive = [...stations.keys()].filter((id) => !unplayable?.has(id));
    const id = freshest(alive, avoid, taste)[0];
    const url = id && stations.get(id);
    if (!id || !url) return failed('no-match');
    return done({ id, title: new URL(url).hostname, url, source: this.name, mood, endless: true });
  }
}
