import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MusicChoice } from '../../../src/domain/music.ts';
import { ms } from '../../../src/domain/units.ts';
import { YtDlpSource } from '../../../src/music/youtube/source.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

const never = new AbortController().signal;
const wish: MusicChoice = { mood: 'sad', query: 'soft piano', why: 'asked', avoid: [] };

/**
 * Stands in for other releases, and for a hundred calls in a second, neither of which the real one can: says its version,
 * writes its arguments down, finds ten videos and calls each of them gone.
 */
const standIn = (version: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-ytdlp-'));
  const [program, calls] = [join(folder, 'yt-dlp'), join(folder, 'calls')];
  let round = 0;
  const write = (saysVersion: string): void => {
    round += 1;
    const entries = Array.from({ length: 10 }, (_, i) => ({
      id: `video_${String(round * 10 + i).padStart(5, '0')}`,
      title: 'x',
      duration: 90,
    }));
    writeFileSync(
      program,
      `#!/bin/sh\necho "$*" >> '${calls}'\ncase "$*" in\n*--version) echo ${saysVersion};;\n*ytsearch10:*) echo '${JSON.stringify({ entries })}';;\n*) echo 'ERROR: Video unavailable' >&2; exit 1;;\nesac\n`,
    );
    chmodSync(program, 0o755);
  };
  write(version);
  const clock = new FakeClock();
  const log = new FakeLog();
  const source = new YtDlpSource({ ytdlp: program }, { clock, log });
  const gone = async (): Promise<void> => rmSync(folder, { recursive: true });
  const said = (): readonly string[] => readFileSync(calls, 'utf8').trim().split('\n');
  return { source, clock, log, said, write, program, [Symbol.asyncDispose]: gone };
};

describe('JavaScript programs for YouTube', () => {
  test.each(['2023.03.04', '2025.04.30', '2025.10.22'])('are not spoken of to %s, which knows no such option', async (version) => {
    await using world = standIn(version);
    await world.source.find(wish, never);
    expect(world.said().filter((call) => call.includes('--js-runtimes'))).toEqual([]);
  });

  test.each(['2025.11.12', '2026.10.26', '2026.10.26.232828'])('are named to %s', async (version) => {
    await using world = standIn(version);
    await world.source.find(wish, never);
    const calls = world.said().filter((call) => !call.endsWith('--version'));
    expect(calls).toHaveLength(4);
    for (const call of calls) expect(call).toContain('--js-runtimes node --js-runtimes quickjs');
  });
});

describe('manners', () => {
  test('the version is asked once, and the user configuration never counts', async () => {
    await using world = standIn('2023.03.04');
    await world.source.find(wish, never);
    await world.source.find(wish, never);
    expect(world.said().filter((call) => call.endsWith('--version'))).toHaveLength(1);
    for (const call of world.said()) expect(call).toMatch(/^--ignore-config /);
  });

  test('the version is asked again after the extractor was broken: it may have been updated', async () => {
    await using world = standIn('2023.03.04');
    await world.source.find(wish, never);
    writeFileSync(world.program, '#!/bin/sh\necho "ERROR: Unable to extract data" >&2; exit 1\n');
    expect(await world.source.find({ ...wish, query: 'other' }, never)).toEqual({ ok: false, why: 'broken' });
    world.write('2026.10.26');
    await world.clock.advance(ms(5 * 60_000));
    await world.source.find(wish, never);
    expect(world.log.lines.filter(({ event }) => event === 'ytdlp.version').map(({ fields }) => fields)).toEqual([
      { version: '2023.03.04', program: world.program },
      { version: '2026.10.26', program: world.program },
    ]);
  });

  test('thirty videos an hour are resolved at most', async () => {
    await using world = standIn('2023.03.04');
    const resolves = (): number => world.said().filter((call) => call.includes('watch?v=')).length;
    for (let i = 0; i < 10; i += 1) {
      if (i % 3 === 0) world.write('2023.03.04');
      expect(await world.source.find({ ...wish, query: `query ${Math.floor(i / 3)}` }, never)).toEqual({ ok: false, why: 'no-match' });
    }
    expect(resolves()).toBe(30);
    world.write('2023.03.04');
    expect(await world.source.find({ ...wish, query: 'one more' }, never)).toEqual({ ok: false, why: 'blocked' });
    expect(resolves()).toBe(30);
    expect(world.log.events).toContain('ytdlp.rationed');
    await world.clock.advance(ms(60 * 60_000));
    expect(await world.source.find({ ...wish, query: 'one more' }, never)).toEqual({ ok: false, why: 'no-match' });
  });
});
