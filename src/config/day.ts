import type { Hours } from './hours.ts';
import { covers, hoursOf } from './hours.ts';

/** The search words for a part of the day; several take turns. */
export type DayPart = { readonly hours: Hours; readonly words: readonly string[] };

type Line = { readonly text: string; readonly hours: Hours };

/**
 * Parses lines such as `07:00-10:00 bright acoustic / sunny jazz`. Hours without a line have no search words. Throws one error with
 * everything that is wrong.
 */
export function dayPlan(lines: readonly string[]): readonly DayPart[] {
  const read = lines.map(line);
  const problems = [
    ...read.flatMap(({ problem }) => problem ?? []),
    ...overlaps(read.flatMap(({ part, text }) => (part ? [{ ...part, text }] : []))),
  ];
  if (problems.length > 0) throw new Error(problems.join('; '));
  return read.flatMap(({ part }) => part ?? []);
}

function line(text: string): { readonly text: string; readonly part?: DayPart; readonly problem?: string } {
  const [when = '', ...rest] = text.trim().split(/\s+/);
  const hours = hoursOf(when);
  const words = rest
    .join(' ')
    .split('/')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (!hours) return { text, problem: `'${text}' must begin with two times of the day, as in '07:00-10:00 bright acoustic'` };
  if (hours.from === hours.to) return { text, problem: `'${text}' begins and ends at the same time` };
  if (words.length === 0) return { text, problem: `'${text}' has no search words; write for example '07:00-10:00 bright acoustic'` };
  return { text, part: { hours, words } };
}

/** Two parts of a day overlap if one of them begins within the other. */
const overlaps = (lines: readonly Line[]): readonly string[] =>
  lines.flatMap((one, i) =>
    lines
      .slice(i + 1)
      .filter((other) => covers(one.hours, other.hours.from) || covers(other.hours, one.hours.from))
      .map((other) => `'${one.text}' and '${other.text}' overlap`),
  );
