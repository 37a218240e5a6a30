import { describe, expect, test } from 'vitest';
import { ageDays, atLeast, judged } from '../../../src/cli/doctor/ytdlp.ts';

describe('the age of yt-dlp', () => {
  test('is counted from the day that its version names', () => {
    expect(ageDays('2025.04.30', Date.parse('2025-05-10T12:00:00Z'))).toBe(10);
    expect(ageDays('2025.04.30.232843', Date.parse('2025-05-01'))).toBe(1);
  });
  test('is never below nothing, where the clock is wrong', () => expect(ageDays('2025.04.30', Date.parse('1970-01-01'))).toBe(0));
});

describe('a version is enough', () => {
  test.each([
    ['2.3', [2, 3], true],
    ['2.10', [2, 3], true],
    ['3.0', [2, 3], true],
    ['2.2', [2, 3], false],
    ['20.19', [22, 0], false],
    ['2025-04-26', [2023, 12, 9], true],
    ['2021-03-27', [2023, 12, 9], false],
    ['1.0', [1, 0, 31], false],
  ])('%s against %j: %s', (version, least, enough) => expect(atLeast(version, least)).toBe(enough));
});

describe('what it means for the music', () => {
  test('fresh, with a runtime: fine', () => expect(judged('2026.10.26', 5, 'qjs 2025-04-26').status).toBe('ok'));
  test('fresh, without a runtime: YouTube may refuse', () => expect(judged('2026.10.26', 5, undefined)).toMatchObject({ status: 'warn' }));
  test('old: the advice is to update, whatever the runtime', () =>
    expect(judged('2025.04.30', 400, 'deno 2.3')).toMatchObject({ status: 'warn', advice: expect.stringContaining('update') }));
});
