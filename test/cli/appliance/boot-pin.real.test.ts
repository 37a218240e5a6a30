import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { spacedCode } from '../../../src/web/access/spaced-code.ts';
import { accessFile, readAccess, setupCodeIn } from '../../../src/web/access/store.ts';
import { call } from '../call.ts';

let box: string;
const at = (path: string): string => join(box, path);
const access = (): string => accessFile(at('data/state'));
const boot = (...more: readonly string[]) =>
  call(['boot-settings', '--card', at('card'), '--data', at('data'), '--news', at('news'), ...more]);
const report = (): string => readFileSync(at('card/moodbox-report.txt'), 'utf8');
const OWNER = { salt: 'c2FsdA==', hash: 'aGFzaA==', cost: 2 };
const ASKS = 'The page asks for this code before it lets you choose a PIN: ';

beforeEach(() => {
  box = mkdtempSync(join(tmpdir(), 'moodbox-boot-pin-'));
  for (const folder of ['card', 'data/state']) mkdirSync(at(folder), { recursive: true });
});
afterEach(() => rmSync(box, { recursive: true }));

test('until there is a PIN, the report has the code that sets the first one', async () => {
  writeFileSync(access(), JSON.stringify({ setup: '01234567', sessions: [] }));
  await boot();
  expect(report()).toContain(`${ASKS}0123 4567\r\n`);
  writeFileSync(access(), JSON.stringify({ owner: OWNER, sessions: [] }));
  await boot();
  expect(report()).not.toContain(ASKS);
});

test('the code is there before the page has ever opened, once, and belongs to the daemon', async () => {
  await boot();
  const code = setupCodeIn(at('data/state'));
  expect(code).toMatch(/^\d{8}$/);
  expect(report()).toContain(`${ASKS}${spacedCode(code ?? '')}`);
  expect(statSync(access())).toMatchObject({ uid: statSync(at('data/state')).uid, gid: statSync(at('data/state')).gid });
  await boot();
  expect(setupCodeIn(at('data/state'))).toBe(code);
});

test('a box without a folder for its state, or whose file is damaged, reports the rest', async () => {
  rmSync(at('data/state'), { recursive: true });
  expect(await boot()).toMatchObject({ status: 0 });
  expect(report()).not.toContain(ASKS);
  mkdirSync(at('data/state'));
  writeFileSync(access(), '{');
  expect(await boot()).toMatchObject({ status: 0 });
  expect(report()).not.toContain(ASKS);
});

test('a code that moodbox makes while it starts is waited for', async () => {
  const booted = boot('--wait', '2');
  writeFileSync(access(), JSON.stringify({ setup: '76543210', sessions: [] }));
  await booted;
  expect(report()).toContain(`${ASKS}7654 3210`);
});

test.each(['reset-pin', 'Reset-PIN.txt'])('%s on the card forgets the PINs, once, and the report has the new code', async (name) => {
  writeFileSync(access(), JSON.stringify({ owner: OWNER, guest: 'a-link', sessions: [] }));
  writeFileSync(at(`card/${name}`), '');
  expect(await boot()).toMatchObject({ status: 0, err: [] });
  expect(existsSync(at(`card/${name}`))).toBe(false);
  const code = setupCodeIn(at('data/state'));
  expect(code).toMatch(/^\d{8}$/);
  expect(report()).toContain(`${ASKS}${spacedCode(code ?? '')}`);
  expect(report()).toContain('The PINs are forgotten, as the file reset-pin asked');
  expect(readAccess(access())).toEqual({ setup: code, sessions: [] });
  expect(statSync(access()).mode & 0o777).toBe(0o600);
  await boot();
  expect(setupCodeIn(at('data/state'))).toBe(code);
});

test('a folder of that name is no request, and is told', async () => {
  writeFileSync(access(), JSON.stringify({ owner: OWNER, sessions: [] }));
  mkdirSync(at('card/reset-pin'));
  expect(await boot()).toMatchObject({ status: 0 });
  expect(report()).toContain('Not done: reset-pin is a folder.');
  expect(readAccess(access())).toMatchObject({ owner: OWNER });
});
