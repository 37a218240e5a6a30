import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderSection } from '../../../../src/music/composed/following/render-section.ts';
import { SOUND_FORMAT } from '../../../../src/music/composed/following/sound.ts';
import { findTools } from '../../../../src/music/composed/tools.ts';
import { beginFlow, nextSection } from '../../../../src/music/composer/flow/next-section.ts';
import { secondsOf } from '../../../../src/music/composer/score.ts';
import { systemClock } from '../../../../src/shared/async/clock.ts';

const found = findTools();
const never = new AbortController().signal;

describe.skipIf(typeof found === 'string')('a section', { timeout: 180_000 }, () => {
  const tools = found as Exclude<typeof found, string>;
  const { section } = nextSection(beginFlow(3), { mood: 'neutral', energy: 0.5 });

  test('becomes sound of its own length, which rings on to nothing, at the loudness that it is to have', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-section-'));
    const midi = join(folder, 'section.mid');
    const rendered = await renderSection(section, midi, { tools, clock: systemClock, signal: never, niceness: 0 });
    if (!rendered.ok) throw new Error(rendered.why.detail);
    const { samples, frames, gain } = rendered.value;
    expect(frames).toBe(Math.round(secondsOf(section.score) * SOUND_FORMAT.rate));
    expect(samples.length / 2 - frames).toBe(3 * SOUND_FORMAT.rate);
    const level = (from: number, to: number): number =>
      Math.sqrt(samples.subarray(from * 2, to * 2).reduce((sum, each) => sum + each ** 2, 0) / (to - from) / 2) * gain;
    expect(level(0, SOUND_FORMAT.rate)).toBeGreaterThan(100);
    expect(level(frames, frames + SOUND_FORMAT.rate / 2)).toBeGreaterThan(20);
    expect(level(samples.length / 2 - 480, samples.length / 2)).toBeLessThan(5);
    // About -18 LUFS: some 17 dB below full scale in power.
    expect(20 * Math.log10(level(0, frames) / 32_768)).toBeGreaterThan(-26);
    expect(20 * Math.log10(level(0, frames) / 32_768)).toBeLessThan(-12);
    expect(existsSync(midi)).toBe(false);
    rmSync(folder, { recursive: true });
  });

  test('says what went wrong', async () => {
    const midi = join(tmpdir(), `moodbox-section-${process.pid}.mid`);
    const broken = await renderSection(section, midi, { tools: { ...tools, fluidsynth: '/bin/false' }, clock: systemClock, signal: never });
    expect(broken).toMatchObject({ ok: false, why: { step: 'synthesis' } });
    const silent = await renderSection(section, midi, { tools: { ...tools, fluidsynth: '/bin/true' }, clock: systemClock, signal: never });
    expect(silent).toEqual({ ok: false, why: { step: 'synthesis', detail: 'only 0 bytes came' } });
    expect(existsSync(midi)).toBe(false);
  });
});
