import { describe, expect, test } from 'vitest';
import { ofKind, play, written } from './play.ts';

const face = (emotion: string, id = 1) => ({ id, scores: { [emotion]: 0.9 } });
const MINUTE = 60_000;
const LOOPS = { 'music.order': ['loops'] };

describe('a simulated evening', () => {
  test('begins with what is seen at once, and ends with its last line', async () => {
    const { noticed, summary } = await play(written({ t: 0, faces: [face('happy')] }, { t: 10 * MINUTE }));
    expect(noticed.slice(0, 3)).toMatchObject([
      { at: 0, kind: 'presence', presence: { kind: 'present', by: 'face' } },
      { kind: 'expression', from: 'none', to: 'happy' },
      { kind: 'mood', from: 'away', to: 'happy' },
    ]);
    expect(noticed.at(-1)).toEqual({ at: 10 * MINUTE, kind: 'over' });
    const first = ofKind(noticed, 'begins')[0];
    expect(first).toMatchObject({ why: 'mood', track: { mood: 'happy' } });
    expect(summary).toMatchObject({ moodChanges: 1, expressionChanges: 1, stops: 0, tracksCut: 0, firstMusicMs: first?.at });
    expect(summary.silentShare * 10 * MINUTE).toBeCloseTo(first?.at ?? 0, -2);
    expect(summary.moodMinutes.happy).toBeCloseTo(10 - (first?.at ?? 0) / MINUTE, 1);
  });

  test('goes on after its last line for as long as it is asked to', async () => {
    const { noticed, summary } = await play(
      written({ t: 0, faces: [face('happy')] }, { t: MINUTE, faces: [] }),
      {},
      { lasts: 20 * MINUTE },
    );
    expect(noticed.at(-1)).toEqual({ at: 20 * MINUTE, kind: 'over' });
    expect(summary).toMatchObject({ stops: 1, moodChanges: 2 });
  });

  test('plays tracks of 2.5 to 5 minutes to their ends, one after the other', async () => {
    const { noticed, summary } = await play(written({ t: 0, faces: [face('happy')] }, { t: 60 * MINUTE }));
    const changes = ofKind(noticed, 'changes');
    expect(changes.length).toBeGreaterThanOrEqual(11);
    const begins = [...ofKind(noticed, 'begins'), ...changes].map(({ at }) => at);
    for (const [i, change] of changes.entries()) {
      expect(change).toMatchObject({ unheard: 0, why: 'ended', from: { duration: change.at - (begins[i] ?? 0) } });
      expect(change.from.duration).toBeGreaterThanOrEqual(150_000);
      expect(change.from.duration).toBeLessThanOrEqual(300_000);
    }
    expect(summary.tracksCut).toBe(0);
  });

  test('looks at camera.fps while a face is in sight, and at camera.idle_fps otherwise', async () => {
    // Once the room has been empty for a while a picture comes every two seconds, and the face is seen with the next one.
    const settings = { 'camera.fps': 10, 'camera.idle_fps': 0.5 };
    const lines = written({ t: 0 }, { t: 60_100, faces: [face('happy')] }, { t: 90_000 });
    const { noticed } = await play(lines, settings);
    const came = ofKind(noticed, 'presence').find(({ presence }) => presence.kind === 'present')?.at ?? Number.NaN;
    expect(came - 60_100).toBeGreaterThan(150);
    expect(came - 60_100).toBeLessThanOrEqual(2000);
    // At the full pace the first expression settles within a quarter of the hold; at the idle pace it would take another two seconds.
    expect((ofKind(noticed, 'expression')[0]?.at ?? Number.NaN) - came).toBeLessThanOrEqual(1000);
  });

  test('a movement that is shorter than the time between two frames is seen by the next one', async () => {
    const stirs = Array.from({ length: 14 }, (_, i) => [
      { t: (i + 1) * 4 * MINUTE + 20, motion: true },
      { t: (i + 1) * 4 * MINUTE + 70, motion: false },
    ]).flat();
    const lines = written({ t: 0, faces: [face('neutral')], motion: false }, { t: 10_000, faces: [] }, ...stirs, { t: 60 * MINUTE });
    expect((await play(lines)).summary).toMatchObject({ stops: 0, awayShare: expect.closeTo(0, 2) });
  });

  test('is the same again with the same seed, and has other tracks with another', async () => {
    const lines = written({ t: 0, faces: [face('sad')] }, { t: 30 * MINUTE });
    const [one, again, other] = [await play(lines), await play(lines), await play(lines, {}, { seed: 2 })];
    expect(again).toEqual(one);
    expect(ofKind(other.noticed, 'changes').map(({ at }) => at)).not.toEqual(ofKind(one.noticed, 'changes').map(({ at }) => at));
  });

  test('tells a stop that nobody asked for, which is a cut in the middle of a track, and the silence after its fade', async () => {
    const { noticed, summary } = await play(
      written({ t: 0, faces: [face('happy')], motion: true }, { t: MINUTE, faces: [], motion: false }, { t: 20 * MINUTE }),
    );
    const ends = ofKind(noticed, 'ends');
    expect(ends).toMatchObject([{ why: 'left', unheard: expect.any(Number) }]);
    const away = ofKind(noticed, 'mood').at(-1);
    expect(away).toMatchObject({ to: 'away', at: ends[0]?.at });
    expect(ofKind(noticed, 'silent')[0]?.at).toBe((ends[0]?.at ?? 0) + 30_000);
    expect(summary).toMatchObject({ stops: 1, tracksCut: 1 });
    expect(summary.awayShare).toBeCloseTo(1 - (away?.at ?? 0) / (20 * MINUTE), 2);
  });

  test('does not count what somebody asked for', async () => {
    const { noticed, summary } = await play(
      written(
        { t: 0, faces: [face('neutral')] },
        { t: MINUTE, command: { type: 'override', mood: 'happy' } },
        { t: 1.5 * MINUTE, command: { type: 'next' } },
        { t: 2 * MINUTE, command: { type: 'pause' } },
        { t: 3 * MINUTE, command: { type: 'play' } },
        { t: 3.5 * MINUTE, command: { type: 'stop' } },
        { t: 5 * MINUTE },
      ),
    );
    expect(ofKind(noticed, 'changes')).toMatchObject([
      { at: MINUTE, why: 'asked', track: { mood: 'happy' } },
      { at: 1.5 * MINUTE, why: 'asked' },
    ]);
    expect(ofKind(noticed, 'pauses')).toMatchObject([{ at: 2 * MINUTE }]);
    expect(ofKind(noticed, 'resumes')).toMatchObject([{ at: 3 * MINUTE }]);
    expect(ofKind(noticed, 'ends')).toMatchObject([{ at: 3.5 * MINUTE, why: 'asked' }]);
    expect(ofKind(noticed, 'command').map(({ command }) => command.type)).toEqual(['override', 'next', 'pause', 'play', 'stop']);
    expect(summary).toMatchObject({ stops: 0, tracksCut: 0 });
    expect(summary.silentShare).toBeCloseTo((1 + 1.5) / 5, 1);
  });

  test('takes what is captured for asked, also where the face comes a moment after the button', async () => {
    const { noticed, summary } = await play(
      written(
        { t: 0, faces: [face('neutral')] },
        { t: MINUTE, faces: [] },
        { t: MINUTE + 5000, command: { type: 'capture' } },
        { t: MINUTE + 5500, faces: [face('happy')] },
        { t: 2 * MINUTE },
      ),
    );
    expect(ofKind(noticed, 'changes')).toMatchObject([{ why: 'asked', track: { mood: 'happy' } }]);
    expect(summary.tracksCut).toBe(0);
  });

  test('counts a track that was left in the middle because the mood has changed', async () => {
    const lines = written({ t: 0, faces: [face('neutral')] }, { t: MINUTE, faces: [face('happy')] }, { t: 20 * MINUTE });
    const eager = await play(lines, { 'music.change': 'eager', 'mood.inertia': '0s' });
    const change = ofKind(eager.noticed, 'changes')[0];
    expect(change).toMatchObject({ why: 'mood', track: { mood: 'happy' }, unheard: expect.any(Number) });
    expect(change?.unheard).toBeGreaterThan(0);
    expect(eager.summary.tracksCut).toBe(1);
  });

  test('gives music without an end where loops or streams come first; it is blended, and never cut', async () => {
    const { noticed, summary } = await play(
      written({ t: 0, faces: [face('neutral')] }, { t: MINUTE, faces: [face('happy')] }, { t: 20 * MINUTE }),
      LOOPS,
    );
    const changes = ofKind(noticed, 'changes');
    expect(changes).toMatchObject([{ why: 'mood', blend: true, from: { mood: 'neutral', endless: true }, track: { mood: 'happy' } }]);
    expect(changes[0]).not.toHaveProperty('unheard');
    expect(summary).toMatchObject({ tracksCut: 0, stops: 0 });
  });

  test('knows nothing of a room whose camera is lost or off, and its music plays on', async () => {
    const { noticed, summary } = await play(
      written(
        { t: 0, faces: [face('happy')] },
        { t: MINUTE, camera: 'lost' },
        { t: 20 * MINUTE, camera: 'watching' },
        { t: 21 * MINUTE, camera: 'off' },
        { t: 40 * MINUTE, camera: 'watching' },
        { t: 41 * MINUTE },
      ),
    );
    expect(ofKind(noticed, 'camera').map(({ at, camera }) => [at / MINUTE, camera])).toEqual([
      [1, 'lost'],
      [20, 'watching'],
      [21, 'off'],
      [40, 'watching'],
    ]);
    expect(ofKind(noticed, 'presence').map(({ presence }) => presence.kind)).toEqual([
      'present',
      'unknown',
      'present',
      'unknown',
      'present',
    ]);
    expect(summary).toMatchObject({ moodChanges: 1, stops: 0, tracksCut: 0 });
  });

  test('a camera that a command switched off stays off until a line says otherwise', async () => {
    const off = { type: 'camera', on: false };
    const { noticed } = await play(
      written({ t: 0 }, { t: MINUTE, command: off }, { t: 2 * MINUTE, faces: [face('happy')] }, { t: 3 * MINUTE }),
    );
    expect(ofKind(noticed, 'camera').map(({ camera }) => camera)).toEqual(['off']);
    expect(ofKind(noticed, 'mood')).toEqual([]);
  });

  test('believes a sensor', async () => {
    const { noticed, summary } = await play(
      written({ t: 0, presence: true }, { t: 10 * MINUTE, presence: false }, { t: 20 * MINUTE, presence: null }, { t: 21 * MINUTE }),
    );
    expect(ofKind(noticed, 'presence').map(({ at, presence }) => [Math.round(at / MINUTE), presence.kind])).toEqual([
      [0, 'present'],
      [15, 'absent'],
    ]);
    expect(ofKind(noticed, 'ends')).toMatchObject([{ at: expect.closeTo(15 * MINUTE, -3), why: 'left' }]);
    expect(summary.stops).toBe(1);
  });

  test('takes the sensor as it was last, by a line or by a command', async () => {
    const { noticed } = await play(
      written(
        { t: 0, presence: true },
        { t: 10 * MINUTE, command: { type: 'presence', on: false } },
        { t: 20 * MINUTE, presence: true },
        { t: 21 * MINUTE },
      ),
    );
    expect(ofKind(noticed, 'presence').map(({ at, presence }) => [Math.round(at / MINUTE), presence.kind])).toEqual([
      [0, 'present'],
      [15, 'absent'],
      [20, 'present'],
    ]);
  });

  test('prints each note once, at its time', async () => {
    const { noticed } = await play(written({ t: 0, note: 'begins' }, { t: MINUTE }, { t: 2 * MINUTE, note: 'ends' }));
    expect(ofKind(noticed, 'note').map(({ at, note }) => [at, note])).toEqual([
      [0, 'begins'],
      [2 * MINUTE, 'ends'],
    ]);
  });

  test('music that follows the room becomes livelier and calmer with it, and other music says nothing of that', async () => {
    // Neutral all the time, at first with a smile in it and then with a frown.
    const mixed = (emotion: string) => [{ id: 1, scores: { neutral: 0.6, [emotion]: 0.4 } }];
    const lines = written({ t: 0, faces: mixed('happy') }, { t: 10 * MINUTE, faces: mixed('sad') }, { t: 30 * MINUTE });
    const follow = await play(lines, { 'music.order': ['composed'], 'music.composed': 'follow' });
    const energies = ofKind(follow.noticed, 'energy');
    expect(energies[0]).toMatchObject({ from: 0.5 });
    for (const [i, { from }] of energies.slice(1).entries()) expect(from).toBe(energies[i]?.to);
    const [smiling, frowning] = [energies.filter(({ at }) => at < 10 * MINUTE), energies.filter(({ at }) => at > 10 * MINUTE)];
    expect(smiling.at(-1)?.to).toBeGreaterThan(0.5);
    expect(frowning.at(-1)?.to).toBeLessThan(smiling.at(-1)?.to ?? 0);
    expect(ofKind((await play(lines, { 'music.order': ['composed'] })).noticed, 'energy')).toEqual([]);
  });

  test('an evening without anybody has no music at all', async () => {
    const { summary } = await play(written({ t: 0 }, { t: 60 * MINUTE }));
    expect(summary).toEqual({
      ...{ hours: 1, moodChanges: 0, expressionChanges: 0, tracksCut: 0, stops: 0, silentShare: 1, firstMusicMs: null },
      ...{ awayShare: expect.closeTo(55 / 60, 3), unknownShare: expect.closeTo(5 / 60, 3) },
      moodMinutes: { away: 60 },
    });
  });

  test('a mood names the devices that have a say in it', async () => {
    const evening = written(
      { t: 0, faces: [{ id: 1, emotion: 'neutral' }], motion: true },
      { t: MINUTE, faces: [], command: { type: 'sense', name: 'Watch', emotion: 'sad', for: '20m' } },
      { t: 10 * MINUTE },
    );
    const moods = (await play(evening)).noticed.filter((what) => what.kind === 'mood');
    expect(moods).toMatchObject([{ to: 'neutral' }, { to: 'sad', senses: ['Watch'] }]);
    expect(moods[0]).not.toHaveProperty('senses');
  });

  test('time in which the camera is lost is unknown, and not away', async () => {
    const lines = written({ t: 0, camera: 'lost' }, { t: 60 * MINUTE });
    expect((await play(lines)).summary).toMatchObject({ awayShare: 0, unknownShare: 1, moodMinutes: { away: 60 } });
    const sensed = written({ t: 0, camera: 'lost', presence: false }, { t: 60 * MINUTE });
    expect((await play(sensed)).summary).toMatchObject({ awayShare: expect.closeTo(55 / 60, 3), unknownShare: expect.closeTo(5 / 60, 3) });
  });

  test('a timeline that goes on for longer than it is asked to last is cut off, and says so', async () => {
    const lines = written({ t: 0, note: 'begins' }, { t: 30 * MINUTE, note: 'late' }, { t: 60 * MINUTE });
    const { noticed, summary } = await play(lines, {}, { lasts: 20 * MINUTE });
    expect(ofKind(noticed, 'note').map(({ at, note }) => [at, note])).toEqual([
      [0, 'begins'],
      [20 * MINUTE, 'cut off here; the timeline goes on'],
    ]);
    expect(noticed.at(-1)).toEqual({ at: 20 * MINUTE, kind: 'over' });
    expect(summary.hours).toBeCloseTo(1 / 3, 3);
    const whole = await play(lines, {}, { lasts: 60 * MINUTE });
    expect(ofKind(whole.noticed, 'note').map(({ note }) => note)).toEqual(['begins', 'late']);
  });
});
