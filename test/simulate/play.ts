import { loadConfig } from '../../src/config/load.ts';
import { instant, moment, ms } from '../../src/domain/units.ts';
import type { EveningPlan } from '../../src/simulate/evenings/evening.ts';
import { EVENINGS } from '../../src/simulate/evenings/evenings.ts';
import type { Noticed } from '../../src/simulate/noticed.ts';
import { parseTimeline } from '../../src/simulate/parse.ts';
import { simulate } from '../../src/simulate/simulate.ts';
import type { EveningSummary } from '../../src/simulate/summary.ts';
import { beginTally, summaryOf, tallied } from '../../src/simulate/summary.ts';
import type { Timeline } from '../../src/simulate/timeline.ts';

export type Played = { readonly noticed: readonly Noticed[]; readonly summary: EveningSummary };
export type Settings = Readonly<Record<string, unknown>>;

type Asked = { readonly seed?: number; readonly lasts?: number };

/** The evenings of the tests. */
export const SEEDS = [1, 2, 3, 4, 5];

/** A timeline with the default settings, but for those that are given. */
export async function play(timeline: Timeline, settings: Settings = {}, { seed = 1, lasts }: Asked = {}): Promise<Played> {
  const config = loadConfig({ env: {}, overrides: settings });
  const noticed: Noticed[] = [];
  const limits = { ...(lasts !== undefined && { lasts: ms(lasts) }), signal: new AbortController().signal };
  for await (const what of simulate(timeline, { config, seed, begins: moment(Date.UTC(2026, 0, 10, 19)) }, limits)) noticed.push(what);
  return { noticed, summary: summaryOf(noticed.reduce(tallied, beginTally(instant(0)))) };
}

/** Lines as a user writes them. */
export function written(...lines: readonly object[]): Timeline {
  const parsed = parseTimeline(lines.map((line) => JSON.stringify(line)).join('\n'));
  if (!parsed.ok) throw new Error(parsed.why.join('\n'));
  return parsed.value;
}

/** A built-in evening. */
export function playEvening(name: string, seed: number): Promise<Played> {
  const { settings, timeline } = EVENINGS[name] as EveningPlan;
  return play(timeline(seed), settings, { seed });
}

export const ofKind = <K extends Noticed['kind']>(noticed: readonly Noticed[], kind: K): readonly Extract<Noticed, { kind: K }>[] =>
  noticed.filter((each): each is Extract<Noticed, { kind: K }> => each.kind === kind);

/** When a note of the evening was made. */
export const notedAt = (noticed: readonly Noticed[], note: string): number =>
  ofKind(noticed, 'note').find((each) => each.note === note)?.at ?? Number.NaN;
