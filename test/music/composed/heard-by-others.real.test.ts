import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../../src/domain/emotion.ts';
import { render } from '../../../src/music/composed/render.ts';
import type { Tools } from '../../../src/music/composed/tools.ts';
import { findTools } from '../../../src/music/composed/tools.ts';
import { composePiece } from '../../../src/music/composer/compose.ts';
import { secondsOf } from '../../../src/music/composer/score.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';

const found = findTools();
const never = new AbortController().signal;
const said = (program: string, ...args: readonly string[]) => spawnSync(program, args, { encoding: 'utf8' });
const canHear = typeof found !== 'string' && said('aubio', '--help').status === 0;

/** A piece of a minute, and what aubio and ffmpeg, which know nothing of moodbox, hear in it. */
async function heard(mood: Emotion) {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-heard-'));
  const file = join(folder, 'piece.wav');
  const score = composePiece({ mood, seed: 700_001, minutes: 1 });
  expect(await render(score, file, {}, { tools: found as Tools, clock: systemClock, signal: never, niceness: 0 })).toEqual({ ok: true });
  const tempo = Number.parseFloat(said('aubio', 'tempo', file).stdout);
  const onsets = said('aubio', 'onset', file).stdout.trim().split('\n').length / secondsOf(score);
  const filters = 'silencedetect=n=-60dB:d=3,volumedetect';
  const { stderr } = said('ffmpeg', '-hide_banner', '-nostdin', '-i', file, '-af', filters, '-f', 'null', '-');
  rmSync(folder, { recursive: true });
  return {
    score,
    tempo,
    onsets,
    silences: stderr.match(/silence_duration/g) ?? [],
    peak: Number(/max_volume: (\S+) dB/.exec(stderr)?.[1]),
  };
}

describe.runIf(canHear)('what other programs hear in a piece', { timeout: 300_000 }, () => {
  test('is its tempo, more in lively music than in calm, and neither silence nor clipping', async () => {
    const [lively, calm] = [await heard('surprise'), await heard('sad')];
    expect(Math.abs(lively.tempo / lively.score.tempo - 1)).toBeLessThan(0.04);
    expect(lively.onsets).toBeGreaterThan(2 * calm.onsets);
    for (const { silences, peak } of [lively, calm]) {
      expect(silences).toEqual([]);
      expect(peak).toBeLessThan(-1);
    }
  });
});
