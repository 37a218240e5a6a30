import { describe, expect, test } from 'vitest';
import { instant, ms } from '../../src/domain/units.ts';
import type { PresenceState, Signs } from '../../src/mood/presence.ts';
import { beginPresence, jointPresence, quietFor, stepPresence } from '../../src/mood/presence.ts';

const manners = { hold: ms(300_000) };
const nothing = { watching: true, face: false, moved: false };
type Moment = Partial<Omit<Signs, 'at'>>;

/** A step a second for so many seconds. */
const during = (state: PresenceState, seconds: number, moment: Moment): PresenceState => {
  let after = state;
  const start = state.at ?? instant(-1000);
  for (let i = 1; i <= seconds; i += 1) after = stepPresence(after, { ...nothing, ...moment, at: instant(start + i * 1000) }, manners);
  return after;
};
const faced = during(beginPresence, 1, { face: true });
const kind = (state: PresenceState) => state.presence.kind;
/** A room in which nobody was seen for long enough to know it. */
const empty = during(beginPresence, 301, {});

describe('stepPresence', () => {
  test('is unknown before anything looks, and until a camera has seen an empty room for the hold', () => {
    expect(kind(beginPresence)).toBe('unknown');
    expect(kind(during(beginPresence, 3600, { watching: false }))).toBe('unknown');
    expect(kind(during(beginPresence, 300, {}))).toBe('unknown');
    expect(kind(empty)).toBe('absent');
  });

  test('a face is somebody at once, and for as long as presence is held after it', () => {
    expect(faced.presence).toEqual({ kind: 'present', by: 'face' });
    expect(during(faced, 299, {}).presence).toEqual({ kind: 'present', by: 'face' });
    expect(kind(during(faced, 300, {}))).toBe('absent');
  });

  test('after the last face movement holds it: each counts from its own last time', () => {
    const reader = during(during(faced, 120, {}), 1, { moved: true });
    expect(reader.presence).toEqual({ kind: 'present', by: 'movement' });
    expect(kind(during(reader, 299, {}))).toBe('present');
    expect(kind(during(reader, 300, {}))).toBe('absent');
  });

  test('in an empty room one change in the picture is nobody; a second one, after a second and within ten, is somebody', () => {
    const once = during(empty, 1, { moved: true });
    expect(kind(once)).toBe('absent');
    expect(during(once, 1, { moved: true }).presence).toEqual({ kind: 'present', by: 'movement' });
    expect(kind(during(during(once, 15, {}), 1, { moved: true }))).toBe('absent');
    const hasty = stepPresence(once, { ...nothing, moved: true, at: instant((once.at ?? 0) + 200) }, manners);
    expect(kind(hasty)).toBe('absent');
  });

  test('a sensor is a sign of life like the others: it counts for the hold after its last yes, and its no ends nothing', () => {
    const sensed = during(empty, 1000, { sensor: true });
    expect(sensed.presence).toEqual({ kind: 'present', by: 'sensor' });
    expect(kind(during(sensed, 299, { sensor: false }))).toBe('present');
    expect(kind(during(sensed, 300, { sensor: false }))).toBe('absent');
    expect(kind(during(faced, 299, { sensor: false }))).toBe('present');
  });

  test('a camera that is lost or off says nothing: presence is unknown, and its time stands still', () => {
    const later = during(faced, 200, {});
    const blind = during(later, 3600, { watching: false });
    expect(kind(blind)).toBe('unknown');
    expect(kind(during(blind, 99, {}))).toBe('present');
    expect(kind(during(blind, 100, {}))).toBe('absent');
  });

  test('while the camera is off a sensor alone decides, after what the camera saw has passed', () => {
    expect(during(faced, 90, { watching: false, sensor: true }).presence).toEqual({ kind: 'present', by: 'sensor' });
    expect(kind(during(faced, 299, { watching: false, sensor: false }))).toBe('present');
    expect(kind(during(faced, 300, { watching: false, sensor: false }))).toBe('absent');
  });

  test('a sensor that says nobody makes no old face of a lost camera young again', () => {
    const blind = during(faced, 8 * 3600, { watching: false });
    expect(kind(during(blind, 1, { watching: false, sensor: false }))).toBe('absent');
    expect(during(blind, 1, { watching: false, sensor: true }).presence).toEqual({ kind: 'present', by: 'sensor' });
    expect(kind(during(blind, 1, {}))).toBe('present');
  });

  test('how long it was quiet is told from the last sign of any kind', () => {
    expect(quietFor(empty)).toBeUndefined();
    expect(quietFor(during(faced, 300, {}))).toBe(300_000);
    expect(quietFor(during(during(faced, 100, {}), 1, { moved: true }))).toBe(0);
  });

  test('what a camera that does not watch would have seen counts for nothing', () =>
    expect(kind(during(beginPresence, 5, { watching: false, face: true, moved: true }))).toBe('unknown'));

  test('never changes what it was given', () => {
    const before = structuredClone(faced);
    during(faced, 400, { moved: true });
    expect(faced).toEqual(before);
  });
});

test('joint: somebody if anywhere, nobody if somebody looked, else unknown', () => {
  expect(jointPresence(['absent', 'unknown', 'present'])).toBe('present');
  expect(jointPresence(['unknown', 'absent'])).toBe('absent');
  expect(jointPresence(['unknown'])).toBe('unknown');
  expect(jointPresence([])).toBe('unknown');
});
