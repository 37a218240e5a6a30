import { describe, expect, test } from 'vitest';
import { Comparison } from '../../src/bench/comparison.ts';
import type { Round, Scenario, SideName } from '../../src/bench/port.ts';
import { byFaces, bySize, byTime } from '../../src/bench/scaling.ts';
import { ms } from '../../src/domain/units.ts';
import { box } from '../inference/scene.ts';

/** A side whose every frame costs so much, and which says when it was asked. */
function side(name: SideName, cpu: number, asked: string[], footage = (scene: Scenario) => JSON.stringify(scene)) {
  const spent = { wall: ms(cpu), cpu: ms(cpu) };
  return {
    show: async (scene: Scenario): Promise<Round> => {
      asked.push(`${name} ${scene.kind}`);
      const turn = { ...spent, stages: { detect: spent, preprocess: spent, infer: spent } };
      return { engine: name, footage: footage(scene), decode: spent, costs: [turn, turn], boxes: [[box(0, 0, 50)], []], rss: 50 };
    },
    [Symbol.asyncDispose]: async () => void asked.push(`${name} closed`),
  };
}

const duel = (asked: string[] = []) => new Comparison({ ours: side('ours', 2, asked), paper: side('paper', 16, asked) });

describe('Comparison', () => {
  test('lets the sides take turns, the other one first in the next round, after a warm-up that does not count', async () => {
    const asked: string[] = [];
    const { ours, paper } = await duel(asked).rounds({ kind: 'clip' }, 2);
    expect([ours.length, paper.length]).toEqual([2, 2]);
    expect(asked.map((each) => each.split(' ')[0])).toEqual(['ours', 'paper', 'paper', 'ours', 'ours', 'paper']);
  });

  test('refuses sides that were shown different frames', async () => {
    const unequal = new Comparison({ ours: side('ours', 1, []), paper: side('paper', 1, [], () => 'other frames') });
    await expect(unequal.round({ kind: 'clip' }, 0)).rejects.toThrow('not shown the same frames of clip');
  });

  test('closes both', async () => {
    const asked: string[] = [];
    await duel(asked)[Symbol.asyncDispose]();
    expect(asked).toEqual(['ours closed', 'paper closed']);
  });
});

describe('growth', () => {
  const row = { cpu_ms_per_frame: { ours: 2, paper: 16 }, found: { ours: 0.5, paper: 0.5 }, ratio: 8 };

  test('has a row for each number of faces', async () =>
    expect(await byFaces(duel())).toEqual([1, 2, 4, 8].map((faces) => ({ faces, ...row }))));

  test('has a row for each size, looked at whole and shrunk', async () => {
    const rows = await bySize(duel());
    expect(rows.map(({ width, height, shrunk }) => `${width}x${height} ${shrunk}`)).toEqual(
      [false, true].flatMap((shrunk) => ['320x240', '640x480', '1280x720'].map((size) => `${size} ${shrunk}`)),
    );
    expect(rows[0]).toMatchObject(row);
  });

  test('runs for the time asked for, in at most ten parts; not at all if none was asked for', async () => {
    const rows = await byTime(duel(), 0.002);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThanOrEqual(10);
    expect(rows.at(-1)?.minutes).toBeGreaterThanOrEqual(0.002);
    expect(rows[0]).toMatchObject({ cpu_ms_per_frame: { ours: 2, paper: 16 }, rss_mb: { ours: 50, paper: 50 } });
    expect(await byTime(duel(), 0)).toEqual([]);
  });
});
