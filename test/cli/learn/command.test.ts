import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Happening } from '../../../src/domain/history.ts';
import { ms, share } from '../../../src/domain/units.ts';
import { OWN_MODELS, readManifest } from '../../../src/inference/manifest.ts';
import { second } from '../../contracts/history.ts';
import { Setting } from '../../history/setting.ts';
import { call } from '../call.ts';

/** A neutral face that looks sad here. */
const DIM = [-4.4, -4.4, -4.4, -4.4, -0.48, -4.4, -1.14];

const { version } = await readManifest(OWN_MODELS);
const answer = (nth: number, cameras: readonly string[]): Happening => ({
  ...{ kind: 'answer', at: second(nth), shown: 'sad', expression: 'sad', confidence: share(0.62), answer: 'neutral', level: 'owner' },
  read: { weights: version, cameras: cameras.map((camera) => ({ camera, logs: DIM })) },
});

/** A box with so many answers. */
async function answered(count: number, cameras: readonly string[] = ['']) {
  const it = new Setting();
  for (let nth = 0; nth < count; nth += 1) it.history.record(answer(nth, cameras));
  await it.pass(ms(6000));
  return Object.assign(it, { env: { MOODBOX_STATE_DIR: dirname(it.file) } });
}

describe('moodbox learn', () => {
  test('shows a table, applies what it shows, and takes it back', async () => {
    await using it = await answered(30);
    const { out, status } = await call(['learn'], it.env);
    expect(status).toBe(0);
    expect(out.join('\n')).toMatch(/^answers +30\n.* 0\n.* 0\n.* 30\n/);
    expect(out.join('\n')).toMatch(/angry +disgust +fear +happy +sad +surprise +neutral\nlearnt( +-?\d\.\d\d){7}/);
    expect(out.at(-1)).toBe("'moodbox learn --apply' corrects what this camera shows from now on");
    expect((await call(['learn', '--apply'], it.env)).out.at(-1)).toBe(
      "a correction from 30 answers is applied; 'moodbox learn --undo' goes back to none",
    );
    const again = await call(['learn', '--apply'], it.env);
    expect([again.status, again.err.join()]).toEqual([1, expect.stringContaining('nothing was changed')]);
    expect((await call(['learn', '--undo'], it.env)).out).toEqual(out);
    const empty = await call(['learn', '--undo'], it.env);
    expect([empty.status, empty.err.join()]).toEqual([1, expect.stringContaining('nothing to undo')]);
  });

  test('the same as JSON', async () => {
    await using it = await answered(30);
    const [camera] = JSON.parse((await call(['learn', '--json', '--apply'], it.env)).out.join('')).cameras;
    expect(camera).toMatchObject({
      camera: '',
      answers: 30,
      shown: 0,
      before: 30,
      after: 30,
      verdict: 'no-better',
      applied: { answers: 30 },
    });
    expect(Object.keys(camera.bias)).toHaveLength(7);
    expect(camera.applied.bias).toEqual(camera.bias);
  });

  test('each camera learns for itself', async () => {
    await using it = await answered(30, ['door', 'sofa']);
    const which = await call(['learn', '--apply'], it.env);
    expect([which.status, which.err.join()]).toEqual([2, expect.stringContaining('door, sofa')]);
    expect((await call(['learn', '--apply', '--camera', 'sofa'], it.env)).status).toBe(0);
    const { cameras } = JSON.parse((await call(['learn', '--json'], it.env)).out.join(''));
    expect(cameras.map(({ camera, applied }: { camera: string; applied: object | null }) => [camera, applied !== null])).toEqual([
      ['door', false],
      ['sofa', true],
    ]);
  });

  test('says what is missing', async () => {
    await using few = await answered(3);
    expect((await call(['learn'], few.env)).out.at(-1)).toContain('20 are needed');
    await using none = await answered(0);
    expect((await call(['learn'], none.env)).out.join()).toContain('nothing to learn from yet');
    const nowhere = mkdtempSync(join(tmpdir(), 'moodbox-learn-'));
    expect((await call(['learn'], { MOODBOX_STATE_DIR: join(nowhere, 'none') })).err.join()).toContain('no moodbox has ever run');
    expect((await call(['learn', '--apply', '--undo'], few.env)).status).toBe(2);
  });
});
