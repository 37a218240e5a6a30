import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { ms } from '../../../src/domain/units.ts';
import { second } from '../../contracts/history.ts';
import { Setting } from '../../history/setting.ts';
import { call } from '../call.ts';

const MINUTE = 60_000;
const EVENING = [
  { t: 0, faces: [{ id: 1, scores: { neutral: 0.9 } }], motion: true },
  { t: MINUTE, command: { type: 'override', mood: 'happy' } },
  { t: 4 * MINUTE, command: { type: 'override', mood: 'auto' }, faces: [], motion: false },
  { t: 20 * MINUTE },
];
const text = EVENING.map((line) => JSON.stringify(line)).join('\n');

describe('moodbox simulate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-simulate-'));
  const file = join(folder, 'evening.jsonl');
  const zone = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = 'Europe/Berlin';
    writeFileSync(file, text);
  });
  afterAll(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    rmSync(folder, { recursive: true });
  });

  test('tells what a person would have noticed, and the evening in numbers', async () => {
    const { err, out, status } = await call(['simulate', file, '--expressions']);
    expect([status, err]).toEqual([0, []]);
    expect(out.slice(0, 4)).toEqual([
      '0:00:00  people      somebody is here (face)',
      expect.stringMatching(/^0:00:0\d {2}expression {2}neutral \(was none\)$/),
      expect.stringMatching(/^0:00:0\d {2}mood {8}neutral \(was away\)$/),
      expect.stringMatching(/^0:00:0\d {2}music {7}neutral music 1 begins \(for the mood\)$/),
    ]);
    expect(out).toContain('0:01:00  command     {"type":"override","mood":"happy"}');
    expect(out).toContainEqual(
      expect.stringMatching(/^0:01:00 {2}music {7}happy music 2 replaces the track, \d:\d\d before its end \(asked for\)$/),
    );
    expect(out).toContainEqual(expect.stringMatching(/^0:09:00 {2}people {6}nobody is here$/));
    expect(out).toContainEqual(expect.stringMatching(/^0:09:00 {2}music {7}ends, \d:\d\d before its end \(everybody has left\)$/));
    expect(out).toContainEqual('0:09:30  music       silence');
    expect(out.slice(-10)).toEqual([
      '',
      expect.stringMatching(/^0\.33 h: away 11 min, neutral 6 min, happy 3 min$/),
      'mood changes        4',
      'expression changes  2',
      'tracks cut          1',
      'stops               1',
      expect.stringMatching(/^silent {14}\d\d\.\d % of the time$/),
      expect.stringMatching(/^away {16}\d\d\.\d % of the time$/),
      'unknown             0.0 % of the time',
      expect.stringMatching(/^first music {9}after \d\.\d s$/),
    ]);
    expect((await call(['simulate', file])).out.filter((line) => line.includes('  expression '))).toEqual([]);
  });

  test('tells it to machines too: an object a line, and the summary last', async () => {
    const { out } = await call(['simulate', file, '--json']);
    const said = out.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(said[0]).toEqual({ t: 0, event: 'presence', presence: 'present', by: 'face' });
    expect(said).toContainEqual({ t: MINUTE, event: 'mood', from: 'neutral', to: 'happy' });
    expect(said).toContainEqual(
      expect.objectContaining({
        ...{ t: MINUTE, event: 'music', what: 'changes', why: 'asked', blend: false },
        ...{ track: { title: 'happy music 2', mood: 'happy', length: expect.any(Number) }, unheard: expect.any(Number) },
      }),
    );
    expect(said.at(-2)).toEqual({ t: 20 * MINUTE, event: 'over' });
    expect(said.at(-1)).toEqual({
      summary: {
        ...{ hours: 0.3333, moodChanges: 4, expressionChanges: 2, tracksCut: 1, stops: 1, firstMusicMs: expect.any(Number) },
        ...{ silentShare: expect.any(Number), awayShare: expect.any(Number), unknownShare: expect.any(Number) },
        moodMinutes: { away: expect.any(Number), neutral: expect.any(Number), happy: expect.any(Number) },
      },
    });
  });

  test('reads standard input, and lasts longer where it is asked to', async () => {
    const out: string[] = [];
    const io = {
      out: (line: string) => void out.push(line),
      err: (line: string) => void out.push(line),
      env: {},
      signal: new AbortController().signal,
    };
    expect(await main(['simulate', '-', '--json', '--until', '1h'], { ...io, input: async () => text })).toBe(0);
    expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({ summary: { hours: 1 } });
  });

  test('goes by the configuration, of a file or of the environment', async () => {
    const config = join(folder, 'moodbox.yaml');
    writeFileSync(config, 'presence.hold: 2m\n');
    const away = async (args: readonly string[], env = {}) => {
      const { out } = await call(['simulate', file, '--json', ...args], env);
      return out.map((line) => JSON.parse(line)).find(({ event, to }) => event === 'mood' && to === 'away')?.t / MINUTE;
    };
    expect(await away([])).toBeCloseTo(9, 1);
    expect(await away(['--config', config])).toBeCloseTo(6, 1);
    expect(await away([], { MOODBOX_PRESENCE_HOLD: '1m' })).toBeCloseTo(5, 1);
    expect((await call(['simulate', file], { MOODBOX_MOOD_OF: 'nobody' })).status).toBe(78);
  });

  test('prints a timeline that it reads as the same evening', async () => {
    const printed = await call(['simulate', '--evening', 'couple', '--seed', '3', '--print']);
    const copy = join(folder, 'couple.jsonl');
    writeFileSync(copy, printed.out.slice(0, 300).join('\n'));
    const again = await call(['simulate', copy, '--print']);
    expect(again.err).toEqual([]);
    const faces = (lines: readonly string[]) =>
      lines.flatMap((line) => (JSON.parse(line) as { faces: { id: number; scores: object }[] }).faces);
    const [told, read] = [faces(printed.out.slice(0, 300)), faces(again.out)];
    expect(read.map(({ scores: _scores, ...face }) => face)).toEqual(told.map(({ scores: _scores, ...face }) => face));
    // What is printed is rounded to four digits, and adds up to 1 again when it is read.
    for (const [i, { scores }] of read.entries())
      for (const [emotion, score] of Object.entries(scores))
        expect(score).toBeCloseTo(told[i]?.scores[emotion as keyof object] ?? Number.NaN, 2);
  });

  test('replays a day of the history', async () => {
    await using it = new Setting();
    for (const [after, mood] of [
      [0, 'happy'],
      [1200, 'sad'],
    ] as const)
      it.history.record({ kind: 'mood', at: second(after), mood, by: 'camera' });
    await it.pass(ms(2_400_000));
    const env = { MOODBOX_STATE_DIR: dirname(it.file) };
    const { out, status } = await call(['simulate', '--history', '2026-11-24', '--json'], env);
    expect(status).toBe(0);
    const moods = out.map((line) => JSON.parse(line)).filter(({ event }) => event === 'mood');
    expect(moods.map(({ to }) => to)).toEqual(['happy', 'sad']);
    expect(moods[0].t).toBeCloseTo(13 * 60 * MINUTE, -4);
    const other = await call(['simulate', '--history', '2026-11-23'], env);
    expect(other).toMatchObject({
      status: 1,
      err: ["moodbox simulate: the history has no moods for 2026-11-23; 'moodbox history' lists what it has"],
    });
  });

  test.each([
    [[], 'give one of: a file, --evening NAME, --history DAY'],
    [['a.jsonl', '--evening', 'book'], 'give one of'],
    [['--evening', 'opera'], "there is no evening 'opera'; there are television, book, friends"],
    [['--evening', 'constructor'], "there is no evening 'constructor'"],
    [['--history', 'Tuesday'], "--history must be a day such as 2026-11-24, today or yesterday, not 'Tuesday'"],
    [['--evening', 'book', '--seed', 'x'], "--seed must be a number above 0, not 'x'"],
    [['--evening', 'book', '--seed', '-1'], "--seed must be a number above 0, not '-1'"],
    [['--evening', 'book', '--seed=-1'], "--seed must be a number above 0, not '-1'"],
    [['--evening', 'book', '--until', 'late'], "--until must be a length of time such as 3h or 90m, a week at most, not 'late'"],
    [['--evening', 'book', '--until', '200h'], '--until must be a length of time such as 3h or 90m, a week at most'],
  ])('says what is wrong with %j', async (args, why) => {
    const { err, status } = await call(['simulate', ...args]);
    expect([status, err]).toEqual([2, [expect.stringContaining(why)]]);
  });

  test('a file that is missing or wrong is said in a line for each mistake, and nothing runs', async () => {
    expect(await call(['simulate', join(folder, 'none')])).toMatchObject({
      status: 1,
      out: [],
      err: [expect.stringContaining('none cannot be read (ENOENT')],
    });
    const wrong = join(folder, 'wrong.jsonl');
    writeFileSync(wrong, '{"t":0}\nnothing\n{"t":5,"camera":"on"}\n');
    expect(await call(['simulate', wrong])).toMatchObject({
      ...{ status: 1, out: [] },
      err: [
        expect.stringMatching(/wrong\.jsonl: line 2: it is not a JSON object/),
        expect.stringMatching(/wrong\.jsonl: line 3: "camera" is one of "watching", "lost", "off"/),
      ],
    });
  });

  test('says how many mistakes there are beyond the first ten', async () => {
    const wrong = join(folder, 'very-wrong.jsonl');
    writeFileSync(wrong, 'nothing\n'.repeat(13));
    const { err, status } = await call(['simulate', wrong]);
    expect([status, err.length]).toEqual([1, 11]);
    expect(err[9]).toMatch(/: line 10: it is not a JSON object/);
    expect(err[10]).toMatch(/very-wrong\.jsonl: and 3 more$/);
  });

  test('shows what a terminal would obey', async () => {
    const loud = join(folder, 'loud.jsonl');
    writeFileSync(loud, `${JSON.stringify({ t: 0, note: 'bell \u0007, red \u001b[31m, turned \u202e; café' })}\n{"t":1000}`);
    expect((await call(['simulate', loud])).out[0]).toBe('0:00:00  note        bell \\u0007, red \\u001b[31m, turned \\u202e; café');
    expect(JSON.parse((await call(['simulate', loud, '--json'])).out[0] ?? '')).toMatchObject({ note: expect.stringContaining('\u0007') });
  });

  test('stops when it is told to, also in the middle of a week in which nothing happens', async () => {
    const stop = new AbortController();
    const empty = join(folder, 'empty.jsonl');
    writeFileSync(empty, '{"t":0}');
    setImmediate(() => stop.abort());
    const { out, status } = await call(['simulate', empty, '--until', '168h'], {}, stop.signal);
    expect(status).toBe(1);
    expect(out.filter((line) => line.includes(' h: '))).toEqual([]);
  });
});
