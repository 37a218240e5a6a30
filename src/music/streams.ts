import type { Mood } from '../domain/emotion.ts';
import { MOODS } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice, SourceState } from '../domain/music.ts';
import { trackFrom } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Mapping } from './choose/mapping.ts';
import { byRecency } from './choose/ranking.ts';
import type { ListPart, MusicSource, Shelved } from './port.ts';
import { partOf } from './shelf-part.ts';
import { streamId } from './stream-id.ts';

/**
 * Radio stations with fixed addresses, from the mapping. The player finds out whether one answers; one that did not is left out for a
 * while.
 */
export class StreamsSource implements MusicSource {
  readonly name = 'streams';
  readonly #mapping: Mapping;

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
  }

  async find({ mood, avoid, taste, unplayable }: MusicChoice): Promise<Found> {
    const stations = this.#stations(mood);
    const id = byRecency(
      [...stations.keys()].filter((each) => !unplayable?.has(each)),
      avoid,
      taste,
    )[0];
    return this.#found(id, stations, mood);
  }

  async recall({ id, mood }: HeardTrack): Promise<Found> {
    return this.#found(id, this.#stations(mood), mood);
  }

  get state(): SourceState {
    return this.size > 0 ? { kind: 'ready' } : { kind: 'off', lacks: 'stations' };
  }

  get size(): number {
    return new Set(MOODS.flatMap((mood) => [...this.#stations(mood).keys()])).size;
  }

  shelf(mood: Mood, part: ListPart): Shelved {
    const stations = [...this.#stations(mood)];
    return partOf(stations, part, ([id, url]) => ({ id, title: new URL(url).hostname, source: this.name, mood }));
  }

  #stations(mood: Mood): ReadonlyMap<string, string> {
    return new Map(this.#mapping[mood].streams.map((url) => [streamId(url), url]));
  }

  #found(id: string | undefined, stations: ReadonlyMap<string, string>, mood: Mood): Found {
    const url = id && stations.get(id);
    if (!id || !url) return failed('no-match');
    return done(trackFrom({ id, title: new URL(url).hostname, url, source: this.name, mood, endless: true }));
  }
}
