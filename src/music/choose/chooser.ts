import type { DayPart } from '../../config/day.ts';
import { minuteOf } from '../../config/hours.ts';
import type { Mood } from '../../domain/emotion.ts';
import type { Feedback } from '../../domain/history.ts';
import type { MusicChoice, MusicQuery } from '../../domain/music.ts';
import type { Moment } from '../../domain/units.ts';
import { choose } from './choose.ts';
import { wordsAt } from './day.ts';
import type { Mapping } from './mapping.ts';
import type { QueryTerms } from './query-terms.ts';
import { tasteOf } from './taste.ts';

export type ChooserParts = {
  readonly mapping: Mapping;
  /** What people thought of tracks. */
  readonly opinions: () => readonly Feedback[];
  readonly today: () => Moment;
  readonly wording: QueryTerms;
  /** What is asked for at which hours. */
  readonly day: readonly DayPart[];
};

/** Makes choices of the mapping, what people thought, the hour, and whose turn it is. */
export class Chooser {
  readonly #parts: ChooserParts;
  #turn = 0;

  constructor(parts: ChooserParts) {
    this.#parts = parts;
  }

  /** A choice that is asked for: the next search has its turn. */
  next(wish: MusicQuery, recent: readonly string[]): MusicChoice {
    const choice = this.#choice(wish, recent, this.#parts.opinions());
    this.#turn += 1;
    return choice;
  }

  /** What would be chosen next for each of these moods. Takes no turn, or the turns would go by unheard. */
  ahead(moods: readonly Mood[], recent: readonly string[]): readonly MusicChoice[] {
    const opinions = this.#parts.opinions();
    return moods.map((mood) => this.#choice({ mood, why: 'track-ended' }, recent, opinions));
  }

  #choice(wish: MusicQuery, recent: readonly string[], opinions: readonly Feedback[]): MusicChoice {
    const { day, mapping, today, wording } = this.#parts;
    const now = today();
    const hour = wordsAt(day, minuteOf(new Date(now)));
    return choose({ wish, mapping, recent, turn: this.#turn, taste: tasteOf(opinions, wish.mood, now), wording, hour });
  }
}
