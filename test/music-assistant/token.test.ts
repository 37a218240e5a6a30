import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { moment } from '../../src/domain/units.ts';
import { daysLeft, readToken } from '../../src/music-assistant/token.ts';

const DAY = 86_400_000;
const NOW = moment(Date.UTC(2026, 10, 27));
const folder = mkdtempSync(join(tmpdir(), 'moodbox-token-'));
afterAll(() => rmSync(folder, { recursive: true }));

function kept(content: string, age = 0): string {
  const file = join(folder, 'token');
  writeFileSync(file, content);
  const written = new Date(NOW - age);
  utimesSync(file, written, written);
  return file;
}
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a token that says when it ends is believed', () => {
  const read = readToken(kept(`${part({ alg: 'HS256' })}.${part({ exp: (NOW + 10 * DAY) / 1000 })}.c2lnbmF0dXJl\n`));
  if (!read.ok || !read.value) throw new Error('no token');
  expect(read.value.secret).not.toContain('\n');
  expect(daysLeft(read.value, NOW)).toBe(10);
});

test.each([
  ['fresh', 'opaque', 0, undefined],
  ['old', 'opaque', 350 * DAY, 15],
  ['ended', 'opaque', 500 * DAY, 0],
  ['no JWT at all', 'a.b.c', 350 * DAY, 15],
])('one that does not say so ends a year after its file was written: %s', (_, content, age, days) => {
  const read = readToken(kept(content, age));
  expect(read.ok && read.value && daysLeft(read.value, NOW)).toBe(days);
});

test('a file that is empty or missing is named, with what to do', () => {
  expect(readToken(kept('\n'))).toMatchObject({ ok: false, why: { why: 'forbidden', detail: expect.stringContaining('is empty') } });
  expect(readToken(join(folder, 'nothing'))).toMatchObject({ ok: false, why: { detail: expect.stringContaining('does not exist') } });
  expect(readToken('')).toEqual({ ok: true, value: undefined });
});
