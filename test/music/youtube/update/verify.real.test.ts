import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RELEASE_KEY } from '../../../../src/music/youtube/update/verify.ts';

test("the key is yt-dlp's, whole, and good for signatures without an end", () => {
  const home = mkdtempSync(join(tmpdir(), 'mb-key-'));
  try {
    const listed = execFileSync('gpg', ['--homedir', home, '--batch', '--with-colons', '--show-keys'], {
      input: RELEASE_KEY,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const field = (kind: string, place: number): string | undefined =>
      listed
        .split('\n')
        .find((line) => line.startsWith(`${kind}:`))
        ?.split(':')[place];
    expect(field('fpr', 9)).toBe('AC0CBBE6848D6A873464AF4E57CF65933B5A7581');
    expect(field('uid', 9)).toContain('yt-dlp signing key');
    expect([field('pub', 6), field('pub', 11)]).toEqual(['', expect.stringContaining('s')]);
  } finally {
    rmSync(home, { recursive: true });
  }
});
