import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fifo } from '../../../src/players/snapcast/fifo.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-fifo-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the pipe to snapserver', () => {
  test('takes the place of what was left there, is for us alone, and goes with its owner', async () => {
    const path = join(folder, 'pipe');
    writeFileSync(path, 'left behind');
    {
      using fifo = await Fifo.make(path, systemClock);
      const { mode } = statSync(fifo.path);
      expect({ isPipe: statSync(fifo.path).isFIFO(), mode: mode & 0o777 }).toEqual({ isPipe: true, mode: 0o600 });
    }
    expect(existsSync(path)).toBe(false);
  });

  test('cannot be made in a folder that is not there: the reason is what mkfifo says', async () => {
    await expect(Fifo.make(join(folder, 'nowhere', 'pipe'), systemClock)).rejects.toThrow(/mkfifo: .*nowhere/);
  });
});
