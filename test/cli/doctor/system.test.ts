import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { system } from '../../../src/cli/doctor/system.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { BoxSystem } from '../../../src/domain/update.ts';

const A = { name: 'a', state: 'good', version: '1.0' } as const;
const B = { name: 'b', state: 'bad', version: '2.0', left: 0, used: 3 } as const;
const SYSTEM: BoxSystem = { running: 'a', next: 'a', takesUpdates: true, slots: [A, { name: 'b', state: 'empty' }] };

function found(known?: Partial<BoxSystem>) {
  const root = mkdtempSync(join(tmpdir(), 'moodbox-system-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const file = join(root, 'run/moodbox-update/system.json');
  mkdirSync(dirname(file), { recursive: true });
  if (known) writeFileSync(file, JSON.stringify({ ...SYSTEM, ...known }));
  return system(loadConfig({ env: {} }), { env: {}, root, signal: new AbortController().signal });
}

test('a box that was not started from the image is fine', async () =>
  expect(await found()).toEqual({ status: 'ok', finding: expect.stringContaining('not started from the image') }));

test('a box from the image names both slots', async () =>
  expect(await found({})).toEqual({ status: 'ok', finding: 'slot a runs 1.0; slot b: empty' }));

test.each([
  [
    'a failed try, with its reason',
    { slots: [A, B], lastTry: { slot: 'b', at: 1, outcome: 'failed', why: 'the page does not answer' } },
    'did not stay: the page does not answer',
  ],
  ['a try that says nothing', { slots: [A, B], lastTry: { slot: 'b', at: 1, outcome: 'begun' } }, 'it hung, or was switched off'],
  ['a try that left no record', { slots: [A, B] }, 'did not get far enough'],
  ['an update that waits', { next: 'b', slots: [A, { ...B, state: 'trying', left: 3, used: 0 }] }, '2.0 waits in slot b'],
  ['a system on trial', { running: 'b', next: 'b', slots: [A, { ...B, state: 'trying', left: 1, used: 2 }] }, 'on trial with 1 try left'],
  [
    'an installation that failed',
    { lastInstall: { at: 1, ok: false, why: 'signature verification failed' } },
    'signature verification failed',
  ],
] as const)('%s is a warning', async (_, known, finding) =>
  expect(await found(known as Partial<BoxSystem>)).toMatchObject({ status: 'warn', finding: expect.stringContaining(finding) }),
);
