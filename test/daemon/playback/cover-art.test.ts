import { describe, expect, test } from 'vitest';
import { CoverArt } from '../../../src/daemon/playback/cover-art.ts';
import type { Report } from '../../../src/domain/report.ts';
import { happyReport } from '../../fakes/box.ts';
import { track } from '../../fakes/music.ts';

const silent = (mood: Report['mood']): Report => ({ ...happyReport, mood, playback: { kind: 'silent' } });
const loading = (id: number): Report => ({ ...happyReport, playback: { kind: 'loading', track: track('happy', id) } });
const turn = () => new Promise((resolve) => setImmediate(resolve));

function world() {
  const asked: string[] = [];
  const shown: string[] = [];
  const answers: (() => void)[] = [];
  const coverArt = new CoverArt({
    cover: async (what, mood) => {
      const name = what?.id ?? mood;
      asked.push(name);
      await new Promise<void>((resolve) => answers.push(resolve));
      return Buffer.from(name);
    },
    show: (picture) => shown.push(Buffer.from(picture).toString()),
  });
  const answer = async (index: number): Promise<void> => {
    answers[index]?.();
    await turn();
  };
  return { coverArt, asked, shown, answer };
}

describe('CoverArt', () => {
  test('looks for a picture once for each track, and for each mood while nothing is heard', () => {
    const { coverArt, asked } = world();
    for (const report of [silent('sad'), silent('sad'), silent('happy'), loading(1), loading(1), loading(2), silent('happy')]) {
      coverArt.reported(report);
      coverArt.reported({ ...report, dropped: 7 });
    }
    expect(asked).toEqual(['sad', 'happy', 'happy-1', 'happy-2', 'happy']);
  });

  test('a picture that comes when something else is heard is not shown', async () => {
    const { coverArt, shown, answer } = world();
    coverArt.reported(loading(1));
    coverArt.reported(loading(2));
    await answer(1);
    await answer(0);
    expect(shown).toEqual(['happy-2']);
  });

  test('the picture has an id while what it belongs to is heard, the same for the same picture, and the one before can still be fetched', async () => {
    const { coverArt, answer } = world();
    const [one, two] = [loading(1), loading(2)];
    coverArt.reported(one);
    expect(coverArt.idOf(one.playback, one.mood)).toBeUndefined();
    await answer(0);
    const id = coverArt.idOf(one.playback, one.mood) ?? '';
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(coverArt.idOf(two.playback, two.mood)).toBeUndefined();
    coverArt.reported(two);
    await answer(1);
    expect(coverArt.idOf(two.playback, two.mood)).not.toBe(id);
    expect(Buffer.from(coverArt.picture(id) ?? []).toString()).toBe('happy-1');
    coverArt.reported(silent('sad'));
    await answer(2);
    expect(coverArt.picture(id)).toBeUndefined();
    coverArt.reported(one);
    await answer(3);
    expect(coverArt.idOf(one.playback, one.mood)).toBe(id);
  });

  test('nothing is shown once it is closed', async () => {
    const { coverArt, shown, answer } = world();
    coverArt.reported(loading(1));
    coverArt.close();
    await answer(0);
    expect(shown).toEqual([]);
  });
});
