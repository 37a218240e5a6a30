import { describe, expect, test } from 'vitest';
import { ReadingExplainer } from '../../../src/daemon/sensing/explainer.ts';
import { scoresBy } from '../../../src/domain/emotion.ts';
import { ms, px } from '../../../src/domain/units.ts';
import type { Explanation, FaceExplainer } from '../../../src/inference/port.ts';
import { FakeClock } from '../../fakes/clock.ts';

const box = { x: px(0), y: px(0), width: px(9), height: px(9) };
const explanation: Explanation = { id: 4, box, region: box, scores: scoresBy(() => 1 / 7), grid: new Float32Array(256) };

/** Eyes that explain when they are told to, or never. */
class PatientEyes implements FaceExplainer {
  readonly asked: (number | undefined)[] = [];
  see: () => void = () => undefined;
  explainNext(id: number | undefined, signal: AbortSignal): Promise<Explanation | undefined> {
    this.asked.push(id);
    return new Promise((resolve) => {
      this.see = () => resolve(explanation);
      signal.addEventListener('abort', () => resolve(undefined));
    });
  }
}

function opened(allowed = true) {
  const [clock, eyes] = [new FakeClock(), new PatientEyes()];
  return { clock, eyes, explainer: new ReadingExplainer({ viewpoints: [{ name: 'door', eyes }], clock, allowed }) };
}

describe('an explanation', () => {
  test('comes from the eyes of that camera', async () => {
    const { clock, eyes, explainer } = opened();
    const asked = explainer.explain('door', 4);
    eyes.see();
    expect(await asked).toEqual({ ok: true, value: explanation });
    expect([eyes.asked, clock.sleeping]).toEqual([[4], 0]);
  });

  test('is given up after three seconds without the face', async () => {
    const { clock, explainer } = opened();
    const asked = explainer.explain('door');
    await clock.advance(ms(3000));
    expect(await asked).toMatchObject({ ok: false, why: { sentence: 'this face is no longer in sight; choose another one' } });
  });

  test('is given to one at a time', async () => {
    const { eyes, explainer } = opened();
    const first = explainer.explain('door');
    expect(await explainer.explain('door')).toMatchObject({
      ok: false,
      why: { sentence: 'another face is being explained; try again in a moment' },
    });
    eyes.see();
    await first;
    const next = explainer.explain('door');
    eyes.see();
    expect((await next).ok).toBe(true);
  });

  test('is refused for an unknown camera, and where explanations are switched off', async () => {
    expect(await opened().explainer.explain('back')).toMatchObject({
      ok: false,
      why: { sentence: "this box has no camera 'back'; open the page again" },
    });
    const { eyes, explainer } = opened(false);
    expect(await explainer.explain('door')).toMatchObject({ ok: false, why: { sentence: 'explanations are switched off on this box' } });
    expect(eyes.asked).toEqual([]);
  });
});
