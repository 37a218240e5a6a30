import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Happening } from '../../../src/domain/history.ts';
import { moment, ms } from '../../../src/domain/units.ts';
import { today } from '../../../src/shared/async/clock.ts';
import { second, song } from '../../contracts/history.ts';
import { pastOf } from '../../history/diary/past.ts';
import { historyFolder, Setting } from '../../history/setting.ts';
import { call } from '../call.ts';

/** At noon of a day in 2026, by the calendar of the tests. */
const PAST: readonly Happening[] = [
  { kind: 'mood', at: second(0), mood: 'happy', by: 'camera' },
  { kind: 'started', at: second(10), track: { ...song('a'), title: '=cmd|"calc", a "song"' } },
  { kind: 'like', at: second(20), track: song('a') },
  { kind: 'over', at: second(200), started: second(10), track: song('a'), heard: ms(190_000), end: 'ended' },
];

async function remembered(past: readonly Happening[] = PAST): Promise<Setting & { env: NodeJS.ProcessEnv }> {
  const it = new Setting();
  for (const each of past) it.history.record(each);
  await it.pass(ms(310_000));
  return Object.assign(it, { env: { MOODBOX_STATE_DIR: dirname(it.file) } });
}

describe('moodbox history', () => {
  const zone = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = 'Europe/Berlin';
  });
  afterAll(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  test('reads what is being kept, as lines, in the time of this machine', async () => {
    await using it = await remembered();
    const { out, status } = await call(['history'], it.env);
    expect(status).toBe(0);
    expect(out).toEqual([
      '2026-11-24 13:00:00  mood  happy (the camera), 5 min',
      '2026-11-24 13:00:10  play  =cmd|"calc", a "song" (library, happy), 3 min, ended',
      '2026-11-24 13:00:20  like  Song a (library, happy)',
    ]);
    expect((await call(['history', '--limit', '1'], it.env)).out).toEqual(out.slice(-1));
    expect((await call(['history', '--since', '2026-11-24 13:04'], it.env)).out).toEqual(out.slice(0, 1));
    expect((await call(['history', '--since', '2026-11-25'], it.env)).out).toEqual(['there is nothing to show']);
  });

  test('exports JSON that parses, a line each', async () => {
    await using it = await remembered();
    const { out } = await call(['history', '--json'], it.env);
    expect(out.map((line) => JSON.parse(line))[1]).toEqual({
      ...{ kind: 'play', at: '2026-11-24T12:00:10.000Z', until: '2026-11-24T12:03:20.000Z', mood: 'happy' },
      ...{ title: '=cmd|"calc", a "song"', source: 'library', id: 'a', heard_s: 190, end: 'ended' },
    });
  });

  test('exports CSV in which a title is never a formula', async () => {
    await using it = await remembered();
    const { out } = await call(['history', '--csv'], it.env);
    expect(out).toEqual([
      'at,until,kind,mood,by,title,source,id,heard_s,end',
      '2026-11-24 13:00:00,2026-11-24 13:05:05,mood,happy,camera,,,,,',
      `2026-11-24 13:00:10,2026-11-24 13:03:20,play,happy,,"'=cmd|""calc"", a ""song""",library,a,190,ended`,
      '2026-11-24 13:00:20,,like,happy,,Song a,library,a,,',
    ]);
  });

  test('says in the report how much of the music belongs to nobody', async () => {
    const now = today();
    const ago = (minutes: number) => moment(now - minutes * 60_000);
    await using it = await remembered([]);
    const db = new SQLite(it.file);
    db.prepare('DELETE FROM lives').run(); // that of the fixture has a date, which may be that of this test
    db.prepare('INSERT INTO lives VALUES (?, ?)').run(ago(1440), ago(1440 - 90));
    const play = db.prepare("INSERT INTO plays VALUES (?, ?, 600000, 'ended', ?, 'Title', ?, 'happy')");
    play.run(ago(1440), ago(1440 - 10), 'composed:1:happy:bossa:412', 'composed');
    play.run(ago(1440 - 10), ago(1440 - 20), 'loop:happy', 'loops');
    const report = async () => (await call(['history', '--report', 'week'], it.env)).out;
    expect(await report()).toContainEqual(
      expect.stringMatching(/^All of it is moodbox's own music, which belongs to nobody \(CC0\)\..*--csv/),
    );
    play.run(ago(1440 - 20), ago(1440 - 30), 'a', 'library');
    db.close();
    expect(await report()).toContainEqual(expect.stringMatching(/^2 of 3 are moodbox's own music, .*the others have owners/));
  });

  test('reports a day and a week in words', async () => {
    const now = today();
    const ago = (minutes: number) => moment(now - minutes * 60_000);
    await using it = await remembered([]);
    const db = new SQLite(it.file);
    db.prepare('DELETE FROM lives').run(); // that of the fixture has a date, which may be that of this test
    db.prepare('INSERT INTO lives VALUES (?, ?)').run(ago(5 * 1440), ago(5 * 1440 - 90));
    db.prepare("INSERT INTO moods VALUES (?, 'happy', 'camera')").run(ago(5 * 1440));
    db.prepare("INSERT INTO moods VALUES (?, 'away', 'camera')").run(ago(5 * 1440 - 60));
    db.prepare("INSERT INTO plays VALUES (?, ?, 600000, 'ended', 'a', 'Sun', 'youtube', 'happy')").run(ago(5 * 1440), ago(5 * 1440 - 10));
    db.prepare("INSERT INTO opinions VALUES (?, 'like', 'a', 'Sun', 'youtube', 'happy')").run(ago(5 * 1440 - 1));
    db.close();
    const { out, status } = await call(['history', '--report', 'week'], it.env);
    expect(status).toBe(0);
    expect(out.slice(1)).toEqual([
      '',
      'The mood of the room (the box was on for 1 h 30 min)',
      '  happy        1 h 0 min  67 %',
      '  nobody here     30 min  33 %',
      '',
      'Music: 1 track, 10 min (1 from YouTube)',
      '',
      'Played most',
      '  1 x  Sun, 10 min',
      '',
      'Liked',
      '  1 x  Sun (for happy)',
    ]);
    expect((await call(['history', '--report', 'day'], it.env)).out.at(-1)).toBe('There is nothing in the history for this time.');
    const json = JSON.parse((await call(['history', '--report', 'week', '--json'], it.env)).out.join(''));
    expect(json).toMatchObject({ on_s: 5400, plays: 1, heard_s: 600, moods: [{ mood: 'happy', time_s: 3600 }, { mood: 'away' }] });
    expect(json.liked).toEqual([{ id: 'a', title: 'Sun', source: 'youtube', mood: 'happy', times: 1, heard_s: 0 }]);
  });

  test('tells the plan of the day: what was agreed to, and what the past suggests with how sure that is', async () => {
    const dir = historyFolder();
    const env = { MOODBOX_STATE_DIR: dir };
    pastOf(14, new Date(), 1, join(dir, 'history.db'));
    const proposed = (await call(['history', '--plan'], env)).out;
    expect(proposed.slice(0, 4)).toEqual([
      'No plan is in use; nobody has decided about one yet. The page lets you use what is proposed.',
      'Proposed from the last eight weeks',
      '',
      'Monday to Friday',
    ]);
    expect(proposed[4]).toMatch(/^ {2}07:00-10:00 +neutral +\d\d % of the time +seen on 10 days$/);
    expect(proposed).toContain('Saturday and Sunday');
    const hours = Array.from({ length: 24 }, (_, hour) => (hour === 8 ? 'surprise' : null));
    const plan = { workday: hours, weekend: Array(24).fill(null) };
    writeFileSync(join(dir, 'plan.json'), JSON.stringify({ state: 'used', plan }));
    const used = (await call(['history', '--plan'], env)).out;
    expect(used.slice(0, 7)).toEqual([
      ...[
        'This plan is in use: it decides while somebody is there and no face can be read.',
        '',
        'Monday to Friday',
        '  08:00-09:00  surprise',
      ],
      ...['', 'Saturday and Sunday', '  nothing'],
    ]);
    const [json = ''] = (await call(['history', '--plan', '--json'], env)).out;
    expect(JSON.parse(json)).toMatchObject({ state: 'used', plan, proposal: { missing: 0 } });
    expect(JSON.parse(json).proposal.workday).toHaveLength(24);
    expect((await call(['history', '--plan', '--csv'], env)).err.join()).toMatch(/--plan goes only with --json/);
  });

  test('says of a young history how many days a plan takes', async () => {
    const dir = historyFolder();
    pastOf(1, new Date(), 1, join(dir, 'history.db'));
    const { out } = await call(['history', '--plan'], { MOODBOX_STATE_DIR: dir });
    expect(out.at(-1)).toMatch(/^There is not enough history for a proposal: at least [34] more days\.$/);
  });

  test('erases only when it is told twice, leaves nothing in the file, and the daemon goes on', async () => {
    await using it = await remembered();
    writeFileSync(`${it.file}.damaged`, 'once');
    const asked = await call(['history', '--erase'], it.env);
    expect(asked.status).toBe(2);
    expect(asked.err.join()).toMatch(/add --yes/);
    expect((await call(['history'], it.env)).out.length).toBe(3);
    expect((await call(['history', '--erase', '--yes'], it.env)).out).toEqual([`everything in ${it.file} has been erased`]);
    for (const part of ['', '-wal']) expect(readFileSync(`${it.file}${part}`).includes('Song')).toBe(false);
    expect(existsSync(`${it.file}.damaged`)).toBe(false);
    expect(it.history.opinions()).toEqual([]);
    it.history.record({ kind: 'like', at: second(400), track: song('b') });
    await it.pass(ms(10_000));
    expect(it.history.state).toEqual({ kind: 'keeping', setAside: false });
    expect((await call(['history'], it.env)).out.length).toBe(1);
  });

  test('says so where a box keeps no history', async () => {
    const dir = historyFolder();
    writeFileSync(join(dir, 'access.json'), '{}');
    const { out, status } = await call(['history', '--erase', '--yes'], { MOODBOX_STATE_DIR: dir });
    expect({ out, status }).toEqual({ out: [`there is no history in ${join(dir, 'history.db')}`], status: 0 });
  });

  test('erases a damaged file too', async () => {
    const dir = historyFolder();
    writeFileSync(join(dir, 'history.db'), 'no database\n'.repeat(500));
    const env = { MOODBOX_STATE_DIR: dir };
    const read = await call(['history'], env);
    expect([read.status, read.err.join()]).toEqual([1, expect.stringMatching(/^moodbox history: .*is damaged/)]);
    expect((await call(['history', '--erase', '--yes'], env)).status).toBe(0);
    expect(statSync(join(dir, 'history.db'), { throwIfNoEntry: false })).toBeUndefined();
  });

  test.each([[[]], [['--json']], [['--erase', '--yes']]])(
    'where no box has ever run, %j fails, says so and makes nothing',
    async (flags) => {
      const env = { MOODBOX_STATE_DIR: join(historyFolder(), 'none') };
      const { err, out, status } = await call(['history', ...flags], env);
      expect([status, out]).toEqual([1, []]);
      expect(err.join()).toContain(`no moodbox has ever run with the state folder ${env.MOODBOX_STATE_DIR}`);
      expect(existsSync(String(env.MOODBOX_STATE_DIR))).toBe(false);
    },
  );

  test.each([
    [['--json', '--csv'], /not both/],
    [['--yes'], /--yes belongs/],
    [['--report', 'year'], /day or week/],
    [['--report', 'day', '--csv'], /only with --json/],
    [['--erase', '--yes', '--json'], /only with --yes/],
    [['--since', 'yesterday'], /--since must be/],
    [['--since', '2026-13-44'], /no such day/],
    [['--limit', '0'], /--limit/],
    [['everything'], /unexpected/],
  ])('%j is misused', async (flags, why) => {
    const { err, status } = await call(['history', ...flags], { MOODBOX_STATE_DIR: historyFolder() });
    expect(status).toBe(2);
    expect(err.join()).toMatch(why);
  });
});
