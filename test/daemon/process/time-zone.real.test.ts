import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { followTimeZone } from '../../../src/daemon/process/time-zone.ts';
import { ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { Folder } from '../../players/stage.ts';

const ZONES = '/usr/share/zoneinfo';
const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());

/** Only root has a folder /etc of its own, and not everywhere; a small machine may have no zones. */
const canChangeZone =
  existsSync(join(ZONES, 'Asia/Tokyo')) && spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /etc']).status === 0;

function watched(env: NodeJS.ProcessEnv = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'moodbox-zone-'));
  const file = join(dir, 'localtime');
  const [clock, log, stop] = [new FakeClock(), new FakeLog(), new AbortController()];
  const start = (): Promise<void> => followTimeZone({ clock, log, env, file }, stop.signal);
  return { file, clock, log, stop, start, [Symbol.dispose]: () => rmSync(dir, { recursive: true }) };
}

describe('a time zone that changes while moodbox runs', () => {
  test.each([
    ['a link that leads elsewhere', (file: string) => symlinkSync(join(ZONES, 'Asia/Tokyo'), file)],
    ['a copy of a zone', (file: string) => copyFileSync('/etc/hostname', file)],
    ['nothing any more', () => undefined],
  ])('%s is noticed within a minute, and logged once', async (_what, put) => {
    using at = watched();
    writeFileSync(at.file, 'the old zone');
    const following = at.start();
    await at.clock.advance(ms(60_000));
    expect(at.log.events).toEqual([]);
    rmSync(at.file);
    put(at.file);
    await at.clock.advance(ms(60_000));
    expect(at.log.events).toEqual(['daemon.time_zone']);
    at.stop.abort();
    await following;
  });

  test('counts as well if the environment names the file of the machine', async () => {
    using at = watched({ TZ: ':/etc/localtime' });
    writeFileSync(at.file, 'the old zone');
    const following = at.start();
    rmSync(at.file);
    await at.clock.advance(ms(60_000));
    expect(at.log.events).toEqual(['daemon.time_zone']);
    at.stop.abort();
    await following;
  });

  test('is none of our business if the environment names one', async () => {
    using at = watched({ TZ: 'Europe/Berlin' });
    await at.start();
    expect(at.clock.sleeping).toBe(0);
  });

  test.skipIf(!canChangeZone)('changes the hours of the process, without a restart', () => {
    const module = pathToFileURL(folder.compiled('src/daemon/process/time-zone.ts')).href;
    const script = folder.file('zone.mjs');
    writeFileSync(
      script,
      `import { rmSync, symlinkSync } from 'node:fs';
       import { readTimeZoneAgain } from '${module}';
       const told = [];
       for (const zone of ['Europe/Berlin', 'Asia/Tokyo', 'America/New_York', 'Etc/UTC']) {
         rmSync('/etc/localtime', { force: true });
         symlinkSync('${ZONES}/' + zone, '/etc/localtime');
         readTimeZoneAgain();
         told.push(new Date(Date.UTC(2026, 0, 10, 12)).getHours());
       }
       console.log(told.join(' '));`,
    );
    const env = { PATH: process.env.PATH };
    const ran = spawnSync('unshare', ['-m', 'sh', '-c', `mount -t tmpfs tmpfs /etc && exec "${process.execPath}" "${script}"`], { env });
    expect(String(ran.stderr)).toBe('');
    expect(String(ran.stdout).trim()).toBe('13 21 7 12');
  });
});
