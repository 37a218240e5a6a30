import { describe, expect, test } from 'vitest';
import { fileAt, newer, originOf, VERSION } from '../../../../src/music/youtube/update/release.ts';
import { sumFor } from '../../../../src/music/youtube/update/verify.ts';

describe('where releases come from', () => {
  test.each([
    ['nightly', 'https://github.com/yt-dlp/yt-dlp-nightly-builds', 'needed'],
    ['stable', 'https://github.com/yt-dlp/yt-dlp', 'needed'],
    ['https://mirror.example.org/yt-dlp/', 'https://mirror.example.org/yt-dlp', 'if-there'],
    ['http://mirror.example.org/yt-dlp', 'http://mirror.example.org/yt-dlp', 'needed'],
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000', 'if-there'],
  ])('%s', (setting, repository, signature) => expect(originOf(setting)).toEqual({ repository, signature }));

  test('off: nowhere', () => expect(originOf('off')).toBeUndefined());

  test('a file lies where GitHub puts it', () =>
    expect(fileAt({ repository: 'https://github.com/yt-dlp/yt-dlp', signature: 'needed' }, '2026.11.20', 'yt-dlp')).toBe(
      'https://github.com/yt-dlp/yt-dlp/releases/download/2026.11.20/yt-dlp',
    ));
});

describe('the name of a release', () => {
  test.each([
    ['2026.11.20', '2026.11.19', true],
    ['2026.11.20', '2026.11.20', false],
    ['2026.11.20.232828', '2026.11.20', true],
    ['2026.11.20', '2026.11.20.232828', false],
    ['2026.11.20.100000', '2026.11.20.99999', true],
    ['2026.11.20.000101', '2026.11.20.101', false],
    ['2027.01.01', '2026.12.31.235959', true],
  ])('%s against %s: newer %s', (one, other, is) => expect(newer(one, other)).toBe(is));

  test.each(['..', '../2026.11.20', '2026.11', '2026.11.20/..', 'latest', '2026.11.20 ', ''])('%j is none', (name) =>
    expect(VERSION.test(name)).toBe(false),
  );
});

describe('a list of sums', () => {
  const sum = 'ab'.repeat(32);
  const list = `${'0'.repeat(64)}  yt-dlp.exe\n${sum.toUpperCase()} *yt-dlp\nnonsense\n`;
  test('has a file by its whole name, in text or binary mode', () => expect(sumFor(list, 'yt-dlp')).toBe(sum));
  test.each(['yt-dl', 'yt-dlp_linux', '.*'])('does not have %s', (name) => expect(sumFor(list, name)).toBeUndefined());
});
