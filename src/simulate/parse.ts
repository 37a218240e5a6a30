import { parseCommand } from '../domain/command.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Face } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import { instant } from '../domain/units.ts';
import { isObject, parseFace } from './face.ts';
import type { TimelineChange } from './timeline.ts';
import { CAMERA_WORDS } from './timeline.ts';

/** The longest timeline, in milliseconds. If one is longer, `t` is probably a date. */
export const LONGEST = 7 * 24 * 3_600_000;
/** How many mistakes are listed; the rest are only counted. */
const MOST_PROBLEMS = 10;

/** How each part of a line is parsed. The failure says what to write instead. */
const PARTS = {
  faces: parseFaces,
  motion: (input: unknown) => (typeof input === 'boolean' ? done(input) : failed('"motion" is true or false')),
  presence: (input: unknown) =>
    input === null || typeof input === 'boolean' ? done(input) : failed('"presence" is true, false, or null while the sensor says nothing'),
  camera: (input: unknown) => {
    const word = CAMERA_WORDS.find((each) => each === input);
    return word ? done(word) : failed(`"camera" is one of ${CAMERA_WORDS.map((each) => `"${each}"`).join(', ')}`);
  },
  command: parseCommand,
  note: (input: unknown) => (typeof input === 'string' ? done(input) : failed('"note" is a text')),
} satisfies Readonly<Record<string, (input: unknown) => Result<unknown, string>>>;

const KEYS = ['t', ...Object.keys(PARTS)];

/** Parses a timeline, one JSON object per line; empty lines are ignored. The failure has a sentence for each mistake, with its line. */
export function parseTimeline(text: string): Result<readonly TimelineChange[], readonly string[]> {
  const changes: TimelineChange[] = [];
  const problems: string[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue;
    const change = parseLine(line, changes.at(-1)?.t ?? 0);
    if (change.ok) changes.push(change.value);
    else problems.push(`line ${index + 1}: ${change.why}`);
  }
  if (problems.length > 0) return failed(toldOf(problems));
  return changes.length > 0 ? done(changes) : failed(['there is no line in it; the first is such as {"t":0,"faces":[],"motion":true}']);
}

function toldOf(problems: readonly string[]): readonly string[] {
  const more = problems.length - MOST_PROBLEMS;
  return more > 0 ? [...problems.slice(0, MOST_PROBLEMS), `and ${more} more`] : problems;
}

function parseLine(line: string, earliest: number): Result<TimelineChange, string> {
  const input = jsonOf(line);
  if (!isObject(input)) return failed('it is not a JSON object such as {"t":0,"motion":true}');
  const unknownKey = Object.keys(input).find((key) => !KEYS.includes(key));
  if (unknownKey !== undefined) return failed(`a line has no '${unknownKey}'; it has ${KEYS.join(', ')}`);
  const { t } = input;
  if (typeof t !== 'number' || !(t >= 0)) return failed('it needs "t": milliseconds since the beginning, such as {"t":60000}');
  if (t > LONGEST) return failed(`"t" is ${t}: it counts milliseconds from the beginning, and a timeline lasts a week at most`);
  if (t < earliest)
    return failed(`"t" is ${t}, which is earlier than the line before (${earliest}); put the lines in the order of their time`);
  return parseParts(input, t);
}

function parseParts(input: Readonly<Record<string, unknown>>, t: number): Result<TimelineChange, string> {
  const parts: Record<string, unknown> = {};
  for (const [name, parsePart] of Object.entries(PARTS)) {
    if (!(name in input)) continue;
    const part = parsePart(input[name]);
    if (!part.ok) return part;
    parts[name] = part.value;
  }
  return done({ ...parts, t: instant(t) });
}

/** Sorts the faces largest first, as in a camera's sighting. */
function parseFaces(input: unknown): Result<readonly Face[], string> {
  if (!Array.isArray(input)) return failed('"faces" is a list, such as [{"id":1,"scores":{"neutral":0.85}}], or [] for nobody');
  const faces: Face[] = [];
  for (const each of input) {
    const face = parseFace(each);
    if (!face.ok) return face;
    if (faces.some(({ id }) => id === face.value.id)) return failed(`face ${face.value.id} is there twice; each face has an id of its own`);
    faces.push(face.value);
  }
  return done(faces.sort((a, b) => area(b.box) - area(a.box)));
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
