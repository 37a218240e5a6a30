import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Opening } from '../../src/bench/port.ts';
import { BenchError } from '../../src/bench/port.ts';
import { SideProcess } from '../../src/bench/side-process.ts';
import { loadConfig } from '../../src/config/load.ts';
import { clip, root } from '../assets.ts';

const { inference } = loadConfig({ env: {} });
const OPENING: Opening = { side: 'ours', clip: clip(), seconds: 0.5, fps: 10, workingWidth: 320, reach: 'normal', inference };
const unstopped = new AbortController().signal;

describe.runIf(existsSync(join(root, 'dist/bench/child.js')))('a side in its process', () => {
  test('shows its rounds', async () => {
    await using side = new SideProcess(OPENING, unstopped);
    const round = await side.show({ kind: 'clip' });
    expect([round.costs.length, round.boxes.length]).toEqual([5, 5]);
    expect(round.boxes.flat().length).toBeGreaterThan(0);
  });

  test('reports an expected failure in its own words', async () => {
    const opening = { ...OPENING, inference: { ...inference, cascade: '/nowhere.xml' } };
    await using side = new SideProcess(opening, unstopped);
    const failure = await side.show({ kind: 'clip' }).catch((err: unknown) => err);
    expect(failure).toBeInstanceOf(BenchError);
    expect(String(failure)).toMatch(/nowhere\.xml: is missing/);
  });

  test('that is ended in the middle says so, and is not waited for', async () => {
    const side = new SideProcess({ ...OPENING, side: 'paper' }, unstopped);
    const round = side.show({ kind: 'clip' });
    const failed = expect(round).rejects.toThrow(/the side 'paper' ended in the middle \(SIGKILL\)/);
    await side[Symbol.asyncDispose]();
    await failed;
    await expect(side.show({ kind: 'clip' })).rejects.toThrow(BenchError);
  });

  test('is left at once when the signal says so', async () => {
    const stop = new AbortController();
    await using side = new SideProcess(OPENING, stop.signal);
    const round = side.show({ kind: 'clip' });
    stop.abort(new Error('enough'));
    await expect(round).rejects.toThrow('enough');
  });
});
