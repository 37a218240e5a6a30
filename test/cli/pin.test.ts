import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mustBeLivedIn } from '../../src/cli/console/lived-in.ts';
import { PinHasher } from '../../src/web/access/pins.ts';
import { accessFile, writeAccess } from '../../src/web/access/store.ts';
import { call } from './call.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'moodbox-pin-'));

test.each([[['pin']], [['pin', '--reset']]])('%j speaks of no box that is not there, and says where one may be', async (args) => {
  for (const dir of [folder(), join(folder(), 'none')]) {
    const { err, out, status } = await call(args, { MOODBOX_STATE_DIR: dir });
    expect([status, out]).toEqual([1, []]);
    expect(err.join()).toContain(`no moodbox has ever run with the state folder ${dir}`);
    expect(err.join()).toContain(`sudo -u moodbox moodbox ${args.join(' ')}`);
    expect(err.join()).toContain('--config');
    expect(existsSync(accessFile(dir))).toBe(false);
  }
});

test('names the folder of the PINs, and forgets them', async () => {
  const dir = folder();
  const env = { MOODBOX_STATE_DIR: dir };
  await writeAccess(accessFile(dir), { owner: await new PinHasher().keep('483920'), sessions: [] });
  expect((await call(['pin'], env)).out).toEqual([`there is a PIN for the owner in ${dir}; 0 devices are logged in`]);
  const { out, status } = await call(['pin', '--reset'], env);
  expect([status, out[0]]).toEqual([0, `the PINs in ${dir} are forgotten, and every device is logged out`]);
  const code = /(\d{4}) (\d{4})$/
    .exec(out[1] ?? '')
    ?.slice(1)
    .join('');
  expect(JSON.parse(readFileSync(accessFile(dir), 'utf8'))).toEqual({ setup: code, sessions: [] });
});

test('a box of an earlier version has a folder without PINs', async () => {
  const dir = folder();
  writeFileSync(join(dir, 'history.db'), '');
  expect(await call(['pin'], { MOODBOX_STATE_DIR: dir })).toMatchObject({ status: 0, out: [expect.stringContaining('there is no PIN')] });
});

test('the service’s own folder without a box in it: the service has to be started', () => {
  expect(() => mustBeLivedIn('/var/lib/moodbox/.', 'pin')).toThrow("start the service, which makes it: 'sudo systemctl start moodbox'");
});

test('a damaged file names the command as the service’s user runs it', async () => {
  const dir = folder();
  writeFileSync(accessFile(dir), '{');
  expect((await call(['pin'], { MOODBOX_STATE_DIR: dir })).err.join()).toContain("'sudo -u moodbox moodbox pin --reset'");
});
