import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Listener, pitchOf } from './listener.ts';

const PITCHES = { low: 440, high: 880 };
const sine = (hertz: number, loud = 0.1): Float64Array =>
  Float64Array.from({ length: 4800 }, (_, i) => loud * Math.sin((2 * Math.PI * hertz * i) / 48_000));

test('a pitch is told by its name, another one is other, and what nobody hears is nothing', () => {
  expect([440, 880, 600].map((hertz) => pitchOf(sine(hertz), PITCHES))).toEqual(['low', 'high', 'other']);
  expect(pitchOf(sine(440, 0.001), PITCHES)).toBeUndefined();
  expect(pitchOf(new Float64Array(4800), PITCHES)).toBeUndefined();
});

/** A tenth of a second in the file's form. */
function tenth(hertz: number): Buffer {
  const bytes = Buffer.alloc(4800 * 4);
  for (const [i, sample] of sine(hertz).entries()) bytes.writeInt16LE(Math.round(sample * 32_767), i * 4);
  return bytes;
}

test('where nothing is written for a while, that is a silence, and the sound after it is heard', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-listener-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'sound.wav');
  writeFileSync(file, Buffer.alloc(44));
  using ear = new Listener(file, PITCHES);
  const from = Date.now();
  const play = async (hertz: number): Promise<void> => {
    for (let i = 0; i < 15; i += 1) {
      appendFileSync(file, tenth(hertz));
      await sleep(100);
    }
  };
  await play(440);
  await sleep(2000);
  const after = Date.now();
  await play(880);
  expect(await ear.hear('low', { from, within: 1 })).toBeLessThan(1);
  expect(await ear.hear('high', { from: after, within: 1 })).toBeLessThan(1);
  expect(ear.silence(from)).toBeGreaterThan(1.5);
  await expect(ear.hear('low', { from: after, within: 1 })).rejects.toThrow(/no low within 1 s: .*high/);
});
