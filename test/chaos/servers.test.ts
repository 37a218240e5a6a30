import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Spoilt } from '../fixtures/spoilt-sound.ts';
import type { Fault } from '../fixtures/youtube-server.ts';
import type { CafeOptions } from './cafe.ts';
import { Cafe } from './cafe.ts';
import type { PromiseName } from './promises.ts';
import { measured, PROMISES } from './promises.ts';

/** A box that is switched on in the middle of the fault: nothing is found ahead or remembered, so this is the longest that it takes. */
async function silentUntil(heard: string, name: PromiseName, options: CafeOptions): Promise<Cafe> {
  const cafe = await Cafe.open(options);
  try {
    measured(name, await cafe.opens(heard, PROMISES[name].most));
    return cafe;
  } catch (err) {
    await cafe[Symbol.asyncDispose]();
    throw err;
  }
}

describe.concurrent('YouTube that does not answer as it should', { timeout: 240_000 }, () => {
  const searches: readonly Fault[] = ['not-found', 'rate', 'bot-check', 'nonsense', 'drops', 'silent', 'stalls'];
  test.each(searches)('a search that meets %s: the library plays', async (fault) => {
    await using cafe = await silentUntil('library sad', `search ${fault}` as PromiseName, { faults: { results: fault } });
    expect(cafe.logged('ytdlp.resting')).toBe(1);
    await cafe.isWellAndCloses();
  });

  test.each(['expired', 'bot-check'] as const)('videos that meet %s: the library plays', async (fault) => {
    await using cafe = await silentUntil('library sad', `watch ${fault}`, { faults: { watch: fault } });
    expect(cafe.logged('ytdlp.resting')).toBe(1);
    await cafe.isWellAndCloses();
  });
});

describe.concurrent('a yt-dlp that does not work', { timeout: 240_000 }, () => {
  const programs = {
    traceback: 'echo "Traceback (most recent call last):" >&2; echo "KeyError: videoDetails" >&2; exit 1',
    hangs: 'trap "" TERM; sleep 600 & wait; sleep 600',
  } as const;
  test.each(['traceback', 'hangs', 'missing'] as const)('%s: the library plays, and nobody is left behind', async (how) => {
    const program = (state: string): string => join(state, 'yt-dlp');
    const prepare = async (state: string): Promise<void> => {
      if (how === 'missing') return;
      await writeFile(program(state), `#!/bin/sh\n${programs[how]}\n`);
      await chmod(program(state), 0o755);
    };
    await using cafe = await silentUntil('library sad', `yt-dlp ${how}`, { prepare, ytdlp: program });
    await vi.waitFor(() => expect(cafe.processes.length).toBe(4), { timeout: 10_000 }); // the daemon, its page, mpv, mosquitto
    await cafe.isWellAndCloses();
  });
});

describe.concurrent('sound that does not come as it should', { timeout: 240_000 }, () => {
  const deaf: readonly (Fault | Spoilt)[] = ['not-found', 'rate', 'in circles', 'wrong content', 'silent', 'stalls', 'in trickles'];
  test.each(deaf)('%s: the library plays', async (fault) => {
    await using cafe = await silentUntil('library sad', `sound ${fault}` as PromiseName, { faults: { audio: fault } });
    await cafe.isWellAndCloses();
  });

  test.each(['once expired', 'drops'] as const)('%s: YouTube plays all the same', async (fault) => {
    await using cafe = await silentUntil('youtube sad', `sound ${fault}`, { faults: { audio: fault } });
    await cafe.isWellAndCloses();
  });

  test.each(['breaks off', 'dries up'] as const)('%s: what was begun stops, and the library plays', async (fault) => {
    await using cafe = await Cafe.open({ faults: { audio: fault } });
    measured('start', await cafe.opens('youtube sad', PROMISES.start.most));
    const from = Date.now();
    await cafe.ear.hear('library sad', { from, within: 120 });
    measured(`sound ${fault}`, cafe.ear.silence(from));
    await cafe.isWellAndCloses();
  });
});
