import type { Mood } from '../../src/domain/emotion.ts';
import type { HeardTrack } from '../../src/domain/history.ts';
import type { AddressedTrack, Found, MusicChoice, NotFound, SourceName, Track } from '../../src/domain/music.ts';
import { done, failed } from '../../src/domain/result.ts';
import { ms } from '../../src/domain/units.ts';
import type { MusicSource } from '../../src/music/port.ts';

/** A track that needs no file: enough for whoever does not play it. */
export const track = (mood: Mood, number = 1, more: Partial<AddressedTrack> = {}): AddressedTrack => ({
  id: `${mood}-${number}`,
  title: `${mood} ${number}`,
  url: `https://music.invalid/${mood}/${number}`,
  source: 'youtube',
  mood,
  duration: ms(180_000),
  ...more,
});

/**
 * Keeps the promise of the port from a list: what was not played lately first, and nothing that could not be played. `answers` holds what
 * goes wrong next.
 */
export class FakeMusicSource implements MusicSource {
  readonly name: SourceName;
  readonly asked: MusicChoice[] = [];
  /** Reasons to find nothing, used up one a question; while `down` is set, every question gets it. */
  readonly answers: NotFound[] = [];
  down: NotFound | undefined;
  readonly #tracks: readonly Track[];

  constructor(tracks: readonly Track[], name: SourceName = 'youtube') {
    this.#tracks = tracks.map((each) => ({ ...each, source: name }));
    this.name = name;
  }

  async recall({ id }: HeardTrack): Promise<Found> {
    const same = this.#tracks.find((each) => each.id === id);
    return same ? done(same) : failed('no-match');
  }

  async find(choice: MusicChoice, signal: AbortSignal): Promise<Found> {
    this.asked.push(choice);
    const why = this.down ?? this.answers.shift();
    if (why) return failed(why);
    if (signal.aborted) return failed('timeout');
    const fitting = this.#tracks.filter(({ id, mood }) => mood === choice.mood && !choice.unplayable?.has(id));
    const age = ({ id }: Track): number => choice.avoid.indexOf(id);
    const first = [...fitting].sort((a, b) => age(a) - age(b))[0];
    return first ? done(first) : failed('no-match');
  }
}
