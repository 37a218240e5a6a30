import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadMapping } from '../../src/music/choose/mapping.ts';
import { readNamed, readSecret } from '../../src/shared/named-file.ts';
import { loadIdentity } from '../../src/web/tls/identity.ts';

test('a pipe that nobody writes to holds nobody up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-pipe-'));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  for (const read of [readNamed, readSecret])
    expect(() => read(pipe, (sentence) => new Error(sentence))).toThrow(`${pipe} is no ordinary file: name the file itself`);
  expect(() => loadMapping(pipe, 'gentle')).toThrow('is no ordinary file');
  await expect(loadIdentity({ cert: pipe, key: pipe })).rejects.toThrow(`web.cert: ${pipe} is no ordinary file`);
  rmSync(folder, { recursive: true });
});
