import { describe, expect, it } from 'vitest';
import type { Camera } from '../../src/camera/port.ts';
import type { Frame } from '../../src/domain/sight.ts';

export type CameraSubject = {
  readonly camera: Camera;
  /** The size that the source delivers. */
  readonly source: { readonly width: number; readonly height: number };
  /** How many connections, files or loops the camera holds open now; absent where it holds none between two frames. */
  readonly held?: () => number;
};

/** Collects `count` frames, then leaves the loop. */
export async function take(camera: Camera, count: number, signal = new AbortController().signal): Promise<Frame[]> {
  const taken: Frame[] = [];
  for await (const frame of camera.frames(signal)) {
    taken.push(frame);
    if (taken.length === count) break;
  }
  return taken;
}

/**
 * What every camera promises. `open` makes a camera that has 10 or more frames a second to show for as long as it is watched, fewer at the
 * idle pace.
 */
export const cameraContract = (name: string, open: (idleFps?: number) => Promise<CameraSubject>) =>
  describe(`${name} keeps the Camera promise`, () => {
    it('delivers grey frames of the size that the source has', async () => {
      const { camera, source } = await open();
      for (const frame of await take(camera, 5)) {
        expect(frame).toMatchObject({ ...source, source });
        expect(frame.gray).toHaveLength(frame.width * frame.height);
      }
    });

    it('numbers its frames upwards, on a clock that never runs back', async () => {
      const { camera } = await open();
      const frames = await take(camera, 5);
      const next = frames.slice(1).map((frame, i) => [frames[i], frame] as const);
      expect(next).toHaveLength(4);
      for (const [before, after] of next) {
        expect(after.seq).toBeGreaterThan(before?.seq ?? Number.NaN);
        expect(after.at).toBeGreaterThanOrEqual(before?.at ?? Number.NaN);
      }
    });

    it('is off, opening, watching, and off again, and lets go of the source when the loop is left', async () => {
      const { camera, source, held } = await open();
      expect(camera.state).toEqual({ kind: 'off' });
      const frames = camera.frames(new AbortController().signal)[Symbol.asyncIterator]();
      const first = frames.next();
      expect(camera.state).toEqual({ kind: 'opening' });
      await first;
      expect(camera.state).toMatchObject({ kind: 'watching', ...source });
      expect(held?.()).not.toBe(0);
      await frames.return?.();
      expect(camera.state).toEqual({ kind: 'off' });
      if (held) await expect.poll(held).toBe(0);
    });

    it('ends, without an error, when it is aborted while the reader waits', async () => {
      const { camera, held } = await open();
      const stop = new AbortController();
      const frames = camera.frames(stop.signal)[Symbol.asyncIterator]();
      await frames.next();
      const rest = (async () => {
        for (;;) if ((await frames.next()).done) return 'ended';
      })();
      stop.abort();
      await expect(rest).resolves.toBe('ended');
      expect(camera.state).toEqual({ kind: 'off' });
      if (held) await expect.poll(held).toBe(0);
    });

    it('opens nothing for a signal that is aborted already', async () => {
      const { camera, held } = await open();
      expect(await take(camera, 1, AbortSignal.abort())).toEqual([]);
      expect(camera.state).toEqual({ kind: 'off' });
      expect(held?.() ?? 0).toBe(0);
    });

    it('shows fewer frames at the idle pace', async () => {
      const { camera } = await open(8);
      camera.setPace('idle');
      const [first, , , last] = await take(camera, 4);
      expect((last?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(300);
    });

    it('shows the next frame as soon as the pace is full again', async () => {
      const { camera } = await open(0.001);
      camera.setPace('idle');
      const frames = camera.frames(new AbortController().signal)[Symbol.asyncIterator]();
      await frames.next();
      const second = frames.next();
      camera.setPace('full');
      const third = second.then(() => frames.next());
      await expect(third).resolves.toMatchObject({ done: false });
      await frames.return?.();
    });

    it('can be opened again, and numbers on', async () => {
      const { camera } = await open();
      const first = await take(camera, 2);
      const second = await take(camera, 2);
      expect(second).toHaveLength(2);
      expect(second[0]?.seq).toBeGreaterThan(first[1]?.seq ?? Number.NaN);
      expect(second[0]?.at).toBeGreaterThanOrEqual(first[1]?.at ?? Number.NaN);
    });
  });
