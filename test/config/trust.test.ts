import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { distrusted, weaknessOf } from '../../src/config/trust.ts';

const trusted = { users: [0, 1000], groups: [0, 1000] };
const stats = (uid: number, gid: number, mode: number, link = false) => ({ uid, gid, mode, isSymbolicLink: () => link });

describe('what one file or folder is by itself', () => {
  test.each([
    ["root's", stats(0, 0, 0o644), undefined],
    ["root's, which its group may read", stats(0, 50, 0o640), undefined],
    ["the caller's, which their own group may change", stats(1000, 1000, 0o664), undefined],
    ['a folder like /tmp', stats(0, 0, 0o1777), undefined],
    ['a link, whose mode means nothing', stats(0, 0, 0o777, true), undefined],
    ["another user's", stats(1001, 0, 0o600), /belongs to another user \(uid 1001\).*'sudo chown root \/x'/],
    ["another user's link", stats(1001, 0, 0o777, true), /another user/],
    ["everybody's", stats(0, 0, 0o646), /everybody may change \/x: 'sudo chmod o-w \/x'/],
    ["a group's", stats(0, 50, 0o660), /its group \(gid 50\) may change \/x: 'sudo chmod g-w \/x'/],
  ])('%s', (_, file, fault) => {
    const why = weaknessOf('/x', file, trusted);
    if (fault === undefined) expect(why).toBeUndefined();
    else expect(why).toMatch(fault);
  });
});

describe('a path', () => {
  test('is judged with all folders on the way to it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-trust-'));
    const file = join(folder, 'inner/moodbox.yaml');
    mkdirSync(join(folder, 'inner'));
    writeFileSync(file, '');
    expect(distrusted(file)).toBeUndefined();
    chmodSync(folder, 0o777);
    expect(distrusted(file)).toBe(`everybody may change ${folder}: 'sudo chmod o-w ${folder}'`);
    rmSync(folder, { recursive: true });
  });

  test.each(['/nowhere/at/all', '/dev/null'])('that is no file is nothing to trust: %s', (path) =>
    expect(distrusted(path)).toBeUndefined(),
  );
});
