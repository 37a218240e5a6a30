import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { filesIn } from '../../../src/backup/tar.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { BoxParts } from '../../../src/daemon/answers/box.ts';
import type { BoxCheck } from '../../../src/domain/checks.ts';
import { refusal } from '../../../src/domain/refusal.ts';
import { done, failed } from '../../../src/domain/result.ts';
import { moment, ms } from '../../../src/domain/units.ts';
import { LogRing } from '../../../src/shared/log-ring.ts';
import { happyReport } from '../../fakes/box.ts';
import { fakeBoxAnswers } from '../../fakes/box-answers.ts';
import { FakeClock } from '../../fakes/clock.ts';

const owner = { level: 'owner', address: '127.0.0.1' } as const;
const household = { level: 'household', address: '192.168.1.7' } as const;
const DISK: BoxCheck = {
  name: 'disk',
  status: 'warn',
  finding: '/var/lib/moodbox: 30 MB are free',
  advice: 'look into /var/lib/moodbox/composed',
};
const answersOf = (change: Partial<BoxParts> = {}) => fakeBoxAnswers(happyReport, change);
const answering = (checks: readonly BoxCheck[]) => async () => done(Buffer.from(JSON.stringify(checks)));
const checksFor = async (answers: ReturnType<typeof answersOf>, by: typeof owner | typeof household, again = false) => {
  const answer = await answers['POST /api/doctor']({ again }, by);
  if (!answer.ok) throw new Error(answer.why.sentence);
  return answer.value;
};

describe('the doctor', () => {
  test('says what the daemon knows of its cameras and its broker, and asks a child for the rest', async () => {
    const requests: object[] = [];
    const errand = async (request: object) => {
      requests.push(request);
      return done(Buffer.from(JSON.stringify([DISK])));
    };
    const { checks, ok } = await checksFor(answersOf({ errand }), owner);
    expect(checks.map(({ name }) => name)).toEqual(['camera', 'model', 'broker', 'disk']);
    expect(ok).toBe(true);
    expect(requests).toMatchObject([{ kind: 'doctor', leave: ['camera', 'model', 'broker'] }]);
  });

  test('tells paths to an owner alone', async () => {
    const answers = answersOf({ errand: answering([DISK]) });
    expect(JSON.stringify(await checksFor(answers, owner))).toContain('/var/lib/moodbox/composed');
    const seen = JSON.stringify(await checksFor(answers, household));
    expect(seen).toContain('moodbox: 30 MB are free');
    expect(seen).not.toContain('/var');
  });

  test('runs once a minute, again after ten seconds, and never twice at once', async () => {
    const clock = new FakeClock();
    let runs = 0;
    const errand = async () => {
      runs += 1;
      return done(Buffer.from('[]'));
    };
    const answers = answersOf({ clock, errand });
    await Promise.all([checksFor(answers, owner), checksFor(answers, owner, true)]);
    expect(runs).toBe(1);
    await clock.advance(ms(9000));
    await checksFor(answers, owner, true);
    expect(runs).toBe(1);
    await clock.advance(ms(2000));
    await checksFor(answers, owner);
    expect(runs).toBe(1);
    await checksFor(answers, owner, true);
    expect(runs).toBe(2);
    await clock.advance(ms(61_000));
    await checksFor(answers, owner);
    expect(runs).toBe(3);
  });

  test('a lost camera and a child that does not come back are faults with a sentence', async () => {
    const report = () => ({ ...happyReport, camera: { kind: 'lost', why: 'it was unplugged' } as const });
    const { checks, ok } = await checksFor(answersOf({ report, errand: async () => failed('it took too long') }), owner);
    expect(ok).toBe(false);
    expect(checks.filter(({ status }) => status === 'fail').map(({ finding }) => finding)).toEqual([
      'it was unplugged',
      'it took too long',
    ]);
  });
});

describe('a support bundle', () => {
  const log = (ring: LogRing, fields: object, msg: string): void =>
    ring.write(JSON.stringify({ level: 30, time: 1_790_000_000_000, room: 'music', ...fields, msg }));
  const bundle = async (titles: 'yes' | 'no') => {
    const ring = new LogRing();
    log(ring, { title: 'Morning in the sun', source: 'youtube' }, 'track.failed');
    log(ring, { address: '192.168.1.7', level: 'owner' }, 'web.logged_in');
    const config = loadConfig({ env: { MOODBOX_MQTT_PASSWORD: 'hunter2', MOODBOX_CAMERA_SOURCE: 'rtsp://me:hunter2@cam/x' } });
    const answer = await answersOf({ config, ring, errand: answering([DISK]) })['GET /api/support']({ titles }, owner);
    if (!answer.ok) throw new Error(answer.why.sentence);
    const sizes = Object.fromEntries(
      ['README.txt', 'settings.yaml', 'report.json', 'checks.json', 'machine.json', 'log.ndjson', 'units.txt'].map((name) => [name, 1e6]),
    );
    const files = filesIn(gunzipSync(answer.value.bytes), sizes);
    if (!files.ok) throw new Error(files.why);
    return Object.fromEntries([...files.value].map(([name, bytes]) => [name, bytes.toString('utf8')]));
  };

  test('holds what helps, and no secret, no path, no visitor, no face, no title', async () => {
    const files = await bundle('no');
    expect(Object.keys(files).length).toBe(7);
    const all = Object.values(files).join('\n');
    for (const told of ['hunter2', '/var/lib', '192.168.1.7', 'Morning in the sun', '"scores"', '"width": 140'])
      expect(all).not.toContain(told);
    expect(files['settings.yaml']).toContain('keep_days: 365');
    expect(files['log.ndjson']).toContain('track.failed');
    expect(JSON.parse(files['report.json'] ?? '').faces).toBe(1);
  });

  test('holds titles if an owner asks for them', async () => {
    const all = Object.values(await bundle('yes')).join('\n');
    expect(all).toContain('Morning in the sun');
    expect(all).not.toContain('192.168.1.7');
  });
});

describe('the log', () => {
  test('is told from a line on, by level', async () => {
    const ring = new LogRing();
    for (const [level, msg] of [
      [20, 'a'],
      [30, 'b'],
      [50, 'c'],
    ])
      ring.write(JSON.stringify({ level, time: 1, room: 'web', msg }));
    const answers = answersOf({ ring });
    expect(await answers['GET /api/log']({ after: 1, level: 'warn' }, owner)).toMatchObject({
      value: { last: 3, lines: [{ seq: 3, at: moment(1), level: 'error', event: 'c' }] },
    });
    expect(await answers['GET /api/log']({ after: 3, level: 'debug' }, owner)).toMatchObject({ value: { last: 3, lines: [] } });
  });
});

describe('a restore', () => {
  const piece = (at: number, text: string, of: number) => ({ at, of, data: Buffer.from(text).toString('base64') });

  test('takes its pieces in order, and has the whole checked', async () => {
    const payloads: string[] = [];
    const errand = async (_request: object, payload?: Uint8Array) => {
      payloads.push(Buffer.from(payload ?? []).toString());
      return done(Buffer.from(JSON.stringify({ at: '2026-01-01', moodbox: '0.1.0', files: ['history.db'], plays: 3 })));
    };
    const send = answersOf({ errand })['POST /api/restore'];
    expect(await send(piece(0, 'hello ', 11), owner)).toEqual(done({ received: 6 }));
    expect(await send(piece(6, 'world', 11), owner)).toMatchObject({
      value: { received: 11, restored: { files: ['history.db'], plays: 3 } },
    });
    expect(payloads).toEqual(['hello world']);
  });

  test.each([
    ['a gap', [piece(0, 'abc', 11), piece(4, 'def', 11)], /a piece is missing/],
    ['no beginning', [piece(4, 'def', 11)], /a piece is missing/],
    ['another size half-way', [piece(0, 'abc', 11), piece(3, 'def', 12)], /a piece is missing/],
    ['more than it said', [piece(0, 'abcdef', 3)], /more than the size/],
  ])('with %s is refused', async (_what, pieces, why) => {
    const send = answersOf()['POST /api/restore'];
    const answers = [];
    for (const each of pieces) answers.push(await send(each, owner));
    const last = answers.at(-1);
    expect(last?.ok === false && last.why.sentence).toMatch(why);
  });

  test('is checked one at a time, whoever sends the next', async () => {
    let finish: () => void = () => undefined;
    const checked = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let checks = 0;
    const errand = async () => {
      checks += 1;
      await checked;
      return failed('it is damaged');
    };
    const send = answersOf({ errand })['POST /api/restore'];
    const first = send(piece(0, 'abc', 3), owner);
    expect(await send(piece(0, 'abc', 3), owner)).toMatchObject({ ok: false, why: { sentence: expect.stringMatching(/being checked/) } });
    finish();
    await first;
    await send(piece(0, 'abc', 3), owner);
    expect(checks).toBe(2);
  });

  test('of somebody else waits, unless the first has been abandoned', async () => {
    const clock = new FakeClock();
    const send = answersOf({ clock })['POST /api/restore'];
    await send(piece(0, 'abc', 11), owner);
    expect((await send(piece(0, 'abc', 11), { ...owner, address: '10.0.0.9' })).ok).toBe(false);
    await clock.advance(ms(61_000));
    expect((await send(piece(0, 'abc', 11), { ...owner, address: '10.0.0.9' })).ok).toBe(true);
  });
});

test('the sheet for guests says what the settings say', async () => {
  const config = loadConfig({ env: { MOODBOX_HISTORY_ENABLED: 'false', MOODBOX_MQTT_NAME: 'Café Blume' } });
  expect(await answersOf({ config })['GET /api/sheet'](undefined, owner)).toMatchObject({
    value: { name: 'Café Blume', cameras: 1, preview: false, youtube: true },
  });
});

test('the address is said for one person at a time, and what keeps the box from it is told', async () => {
  let finish: () => void = () => undefined;
  const spoken = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const say = answersOf({ sayAddress: async () => done(await spoken) })['POST /api/say-address'];
  const first = say({}, household);
  expect(await say({}, household)).toMatchObject({ ok: false, why: { code: 'setup_busy' } });
  finish();
  expect(await first).toEqual({ ok: true, value: { said: true } });
  const silent = answersOf({ sayAddress: async () => failed(refusal('voice_off')) })['POST /api/say-address'];
  for (let each = 0; each < 2; each += 1) expect(await silent({}, household)).toMatchObject({ ok: false, why: { code: 'voice_off' } });
});
