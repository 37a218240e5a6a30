import type { MusicAnswerParts } from '../../src/daemon/answers/music.ts';
import { musicAnswers } from '../../src/daemon/answers/music.ts';
import type { RoomsAnswerParts } from '../../src/daemon/answers/rooms.ts';
import { roomsAnswers } from '../../src/daemon/answers/rooms.ts';
import type { Mood } from '../../src/domain/emotion.ts';
import { MOODS } from '../../src/domain/emotion.ts';
import { done } from '../../src/domain/result.ts';
import { moment, percent } from '../../src/domain/units.ts';
import type { Mapping } from '../../src/music/choose/mapping.ts';
import { Fallback } from '../../src/music/fallback.ts';
import type { MusicSource, SearchWords } from '../../src/music/port.ts';
import { FakeClock } from './clock.ts';
import { FakeHistory } from './history.ts';
import { FakeLog } from './log.ts';

/** Words in memory only. */
export class FakeWords implements SearchWords {
  readonly changed = new Map<Mood, readonly string[]>();

  of(mood: Mood) {
    const usual = [`${mood} music`];
    const words = this.changed.get(mood);
    return { words: words ?? usual, usual, changed: words !== undefined };
  }

  async change(mood: Mood, words: readonly string[] | undefined) {
    if (words) this.changed.set(mood, words);
    else this.changed.delete(mood);
    return done(undefined);
  }
}

/** Music of these sources, all of which every mood asks. */
export const musicOf = (...sources: readonly MusicSource[]): Fallback =>
  new Fallback({ sources, orderOf: () => sources.map(({ name }) => name), clock: new FakeClock(), log: new FakeLog() });

/** A mapping with these stations for a mood. */
export const mappingWith = (streams: Partial<Record<Mood, readonly string[]>>): Mapping =>
  Object.fromEntries(
    MOODS.map((mood) => [mood, { queries: [], library: [], tags: [], streams: streams[mood] ?? [] }]),
  ) as unknown as Mapping;

/** The answers of a box on its own that has no music and remembers nothing. */
export const emptyMusicAnswers = (parts: Partial<MusicAnswerParts> = {}) => {
  const today = () => moment(1_760_000_000_000);
  return musicAnswers({
    ...{ history: new FakeHistory(today), music: musicOf(), words: new FakeWords(), orderOf: () => ['youtube'], mood: () => 'happy' },
    ...{ playOnce: () => done(undefined), judge: () => true, clock: new FakeClock(), today },
    ...parts,
  });
};

export const emptyRoomsAnswers = (parts: Partial<RoomsAnswerParts> = {}) =>
  roomsAnswers({ volume: () => percent(60), rooms: undefined, group: () => undefined, handOver: () => done(undefined), ...parts });
