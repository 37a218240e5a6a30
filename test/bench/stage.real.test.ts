import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Opening, Side } from '../../src/bench/port.ts';
import { Stage } from '../../src/bench/stage.ts';
import { CameraLost } from '../../src/camera/errors.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Frame } from '../../src/domain/sight.ts';
import { ms } from '../../src/domain/units.ts';
import { clip, root } from '../assets.ts';

const { inference } = loadConfig({ env: {} });
const OPENING: Opening = { side: 'ours', clip: clip(), seconds: 0.5, fps: 10, workingWidth: 160, reach: 'normal', inference };

/** A side that sees nothing, and remembers what it was shown. */
class Recorder implements Side {
  readonly engine = 'recorder';
  readonly seen: Frame[] = [];
  closed = false;
  get spent() {
    const nothing = { wall: ms(0), cpu: ms(0) };
    return { detect: nothing, preprocess: nothing, infer: nothing };
  }
  async look(frame: Frame) {
    this.seen.push(frame);
    return [];
  }
  async [Symbol.asyncDispose]() {
    this.closed = true;
  }
}

describe('Stage', () => {
  const sides: Recorder[] = [];
  const open = (opening: Opening = OPENING, signal = new AbortController().signal) =>
    new Stage(
      opening,
      async () => {
        const side = new Recorder();
        sides.push(side);
        return side;
      },
      signal,
    );
  let stage: Stage;
  beforeAll(() => {
    stage = open();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test('shows the first seconds of the clip, and repeats them on a clock that goes on', async () => {
    const [first, second] = [await stage.show({ kind: 'clip' }), await stage.show({ kind: 'clip' })];
    expect(sides[0]?.seen.map(({ at }) => at)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect([first.costs.length, first.boxes.length, first.footage]).toEqual([5, 5, second.footage]);
    expect(first.decode.wall).toBeGreaterThan(0);
    expect(first.rss).toBeGreaterThan(20);
  });

  test('another scene gets a side of its own, and the former side is closed', async () => {
    const { footage } = await stage.show({ kind: 'empty' });
    expect(sides.length).toBe(2);
    expect([sides[0]?.closed, sides[1]?.closed, sides[1]?.seen[0]?.at]).toEqual([true, false, 0]);
    expect(footage).not.toBe((await stage.show({ kind: 'clip' })).footage);
  });

  test('a large picture arrives whole, or shrunk to the working width', async () => {
    await stage.show({ kind: 'size', width: 640, height: 480, shrunk: false });
    expect([sides.at(-1)?.seen[0]?.width, sides.at(-1)?.seen[0]?.height]).toEqual([640, 480]);
    await stage.show({ kind: 'size', width: 640, height: 480, shrunk: true });
    expect([sides.at(-1)?.seen[0]?.width, sides.at(-1)?.seen[0]?.height]).toEqual([160, 120]);
  });

  test('a file that is not a clip is reported', () =>
    expect(open({ ...OPENING, clip: `${root}/README.md` }).show({ kind: 'clip' })).rejects.toThrow(CameraLost));

  test('ends with its signal', async () =>
    await expect(open(OPENING, AbortSignal.abort(new Error('enough'))).show({ kind: 'clip' })).rejects.toThrow('enough'));
});
