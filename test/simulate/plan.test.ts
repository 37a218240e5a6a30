import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { Emotion } from '../../src/domain/emotion.ts';
import type { DayPlan } from '../../src/domain/plan.ts';
import { instant, moment } from '../../src/domain/units.ts';
import { filled, usualBox } from '../../src/simulate/face.ts';
import { SimulatedWorld } from '../../src/simulate/world.ts';

process.env.TZ = 'Europe/Berlin';

const MINUTE = 60_000;
const hours = (planned: Readonly<Record<number, Emotion>>) => Array.from({ length: 24 }, (_, hour) => planned[hour] ?? null);
/** Mornings are sad, evenings happy; on weekends the small hours are surprising. */
const PLAN: DayPlan = {
  workday: hours({ 7: 'sad', 8: 'sad', 18: 'happy', 19: 'happy' }),
  weekend: hours({ 1: 'sad', 2: 'surprise', 3: 'happy' }),
};

/** Days in which a sensor says that somebody is there all the time, who looks at the camera only at `looks`. */
async function moodsOf(begins: string, until: string, looks: Readonly<Record<string, Emotion>> = {}): Promise<readonly string[]> {
  const start = Date.parse(begins);
  const config = loadConfig({ env: {}, overrides: { 'mood.inertia': '0s', 'mood.hold': '3s' } });
  await using world = new SimulatedWorld({ config, seed: 1, begins: moment(start), plan: PLAN });
  const told: string[] = [];
  world.command({ type: 'presence', on: true });
  for (let at = start; at < Date.parse(until); at += MINUTE) {
    await world.moveTo(instant(at - start));
    const clock = new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    const shown = looks[clock];
    for (let second = 0; second < (shown ? 10 : 1); second += 1) {
      await world.moveTo(instant(at - start + second * 1000));
      const faces = shown ? [{ id: 1, box: usualBox(1), scores: filled(new Map([[shown, 0.85]])) }] : [];
      world.sight({ at: world.clock.now(), faces, moved: true });
    }
    const { mood } = world.scene;
    if (told.at(-1)?.split(' ').at(-1) !== mood) told.push(`${clock} ${mood}`);
  }
  return told;
}

describe('days with a plan, in a room where nobody looks at the camera', () => {
  test('a working day has its moods at their hours, and is neutral between them', async () =>
    expect(await moodsOf('2026-11-24T05:00+01:00', '2026-11-25T00:00+01:00')).toEqual([
      ...['05:00 away', '05:01 neutral', '07:00 sad', '09:00 neutral', '18:00 happy', '20:00 neutral'],
    ]));

  test('a face that is read wins at once; when it is long out of sight, the plan fills in again', async () => {
    const told = await moodsOf('2026-11-24T17:50+01:00', '2026-11-24T20:10+01:00', { '18:20': 'angry' });
    expect(told.slice(0, 4)).toEqual(['17:50 away', '17:51 neutral', '18:00 happy', '18:20 angry']);
    expect(told.at(-2)).toMatch(/^(18|19):\d\d happy$/);
    expect(told.at(-1)).toBe('20:00 neutral');
  });

  test('when the clocks go forward the lost hour is not played, and when they go back its hour comes twice', async () => {
    expect(await moodsOf('2026-03-29T00:30+01:00', '2026-03-29T05:00+02:00')).toEqual([
      ...['00:30 away', '00:31 neutral', '01:00 sad', '03:00 happy', '04:00 neutral'],
    ]);
    expect(await moodsOf('2026-10-25T00:30+02:00', '2026-10-25T04:30+01:00')).toEqual([
      ...['00:30 away', '00:31 neutral', '01:00 sad', '02:00 surprise', '03:00 happy', '04:00 neutral'],
    ]);
  });

  test('a weekend follows its own plan', async () =>
    expect(await moodsOf('2026-11-27T23:30+01:00', '2026-11-28T09:00+01:00')).toEqual([
      ...['23:30 away', '23:31 neutral', '01:00 sad', '02:00 surprise', '03:00 happy', '04:00 neutral'],
    ]));
});
