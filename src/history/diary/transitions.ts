import type { Mood } from '../../domain/emotion.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { Moment } from '../../domain/units.ts';

/** How often one mood turned into another, and what was playing then, the most frequent title first. */
export type MoodTransition = {
  readonly from: Mood;
  readonly to: Mood;
  readonly times: number;
  readonly played: readonly { readonly title: string; readonly times: number }[];
};

/** Titles that are kept for each transition while counting, and those that are told. */
const MOST_TITLES = { counted: 200, told: 3 } as const;

type Tally = { times: number; readonly titles: Map<string, number> };
type Titled = { readonly title: string; readonly until: Moment };

/** Counts transitions, a day of entries after the other. Only moods that the camera read count: nobody feels what a button says. */
export class TransitionCount {
  readonly #tallies = new Map<string, Tally>();
  #last: { readonly mood: Mood; readonly until: Moment } | undefined;
  #playing: Titled | undefined;

  /** Takes in entries, oldest first. */
  add(entries: readonly HistoryEntry[]): this {
    for (const entry of entries) {
      if (entry.kind === 'play') this.#playing = { title: entry.track.title, until: entry.until };
      if (entry.kind === 'mood') this.#turned(entry);
    }
    return this;
  }

  /** The most frequent first. */
  get transitions(): readonly MoodTransition[] {
    return [...this.#tallies]
      .map(([key, { times, titles }]) => ({ ...pairOf(key), times, played: mostOf(titles) }))
      .sort((a, b) => b.times - a.times);
  }

  /** A mood that begins where another ended follows it; after a time without power nobody knows what came between. */
  #turned({ at, by, mood, until }: Extract<HistoryEntry, { kind: 'mood' }>): void {
    const before = this.#last;
    this.#last = by === 'camera' ? { mood, until } : undefined;
    if (by !== 'camera' || !before || before.mood === mood || before.until !== at) return;
    const key = `${before.mood} ${mood}`;
    const tally = this.#tallies.get(key) ?? { times: 0, titles: new Map() };
    this.#tallies.set(key, tally);
    tally.times += 1;
    if (!this.#playing || this.#playing.until < at) return;
    const { title } = this.#playing;
    if (tally.titles.size < MOST_TITLES.counted || tally.titles.has(title)) tally.titles.set(title, (tally.titles.get(title) ?? 0) + 1);
  }
}

function pairOf(key: string): { readonly from: Mood; readonly to: Mood } {
  const [from, to] = key.split(' ') as [Mood, Mood];
  return { from, to };
}

const mostOf = (titles: ReadonlyMap<string, number>): MoodTransition['played'] =>
  [...titles]
    .map(([title, times]) => ({ title, times }))
    .sort((a, b) => b.times - a.times)
    .slice(0, MOST_TITLES.told);
