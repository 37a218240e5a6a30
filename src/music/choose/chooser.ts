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
  readonly terms: QueryTerms;
  /** Which words to search for at which hours. */
  readonly day: readonly DayPart[];
};

/** Chooses by the mapping, by what people liked and skipped, by the hour, and by which search has its turn. */
export class Chooser {
  readonly #parts: ChooserParts;
  #turn = 0;

  constructor(parts: ChooserParts) {
    this.#parts = parts;
  }

  /** The choice for a request; moves on to the next search. */
  next(request: MusicQuery, recent: readonly string[]): MusicChoice {
    const choice = this.#choice(request, recent, this.#parts.opinions());
    this.#turn += 1;
    return choice;
  }

  /** What would be chosen next for each of these moods. Does not move on to the next search, because nobody has heard this one yet. */
  ahead(moods: readonly Mood[], recent: readonly string[]): readonly MusicChoice[] {
    const opinions = this.#parts.opinions();
    return moods.map((mood) => this.#choice({ mood, why: 'track-ended' }, recent, opinions));
  }

  #choice(request: MusicQuery, recent: readonly string[], opinions: readonly Feedback[]): MusicChoice {
    const { day, mapping, today, terms } = this.#parts;
    const now = today();
    const hour = wordsAt(day, minuteOf(new Date(now)));
    return choose({ request, mapping, recent, turn: this.#turn, taste: tasteOf(opinions, request.mood, now), terms, hour });
  }
}
