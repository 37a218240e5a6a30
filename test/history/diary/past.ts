import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emotion } from '../../../src/domain/emotion.ts';
import type { Happening } from '../../../src/domain/history.ts';
import { moment, ms } from '../../../src/domain/units.ts';
import { BOUNDS, Store } from '../../../src/history/store.ts';
import { seeded } from '../../../src/shared/random.ts';

const MINUTE = 60_000;
/** What the room is like in each hour that somebody is there, in this made-up past. */
const HABIT: Readonly<Record<number, Emotion>> = {
  ...{ 7: 'neutral', 8: 'neutral', 9: 'neutral', 17: 'neutral', 18: 'happy', 19: 'happy', 20: 'happy', 21: 'happy' },
};

/** A file with so many days of a lived-in room before the local midnight at the start of `today`: mornings are neutral, evenings happy. */
export function pastOf(
  days: number,
  today: Date,
  seed = 1,
  file = join(mkdtempSync(join(tmpdir(), 'moodbox-past-')), 'history.db'),
): string {
  using store = Store.open(file, BOUNDS);
  for (let back = days; back > 0; back -= 1) {
    const begins = new Date(today.getFullYear(), today.getMonth(), today.getDate() - back);
    const happenings = dayFrom(begins, seed * 1000 + back);
    store.write(happenings, { began: moment(begins.getTime()), now: moment(begins.getTime() + 24 * 60 * MINUTE) });
  }
  return file;
}

/** Every ten minutes a mood, mostly the habitual one, and a track of four minutes after the other while somebody is there. */
export function dayFrom(begins: Date, seed: number): readonly Happening[] {
  const random = seeded(seed);
  const at = (minute: number) => moment(begins.getTime() + minute * MINUTE);
  const moods = Array.from({ length: 144 }, (_, i): Happening => {
    const usual = HABIT[new Date(at(i * 10)).getHours()];
    const mood = usual === undefined ? 'away' : random() < 0.8 ? usual : 'sad';
    return { kind: 'mood', at: at(i * 10), mood, by: 'camera' };
  });
  const tracks = Array.from({ length: 360 }, (_, i) => i).filter((i) => HABIT[new Date(at(i * 4)).getHours()] !== undefined);
  return [...moods, ...tracks.flatMap((i) => playFrom(i, at, random))];
}

function playFrom(i: number, at: (minute: number) => ReturnType<typeof moment>, random: () => number): readonly Happening[] {
  const number = Math.floor(random() * 300);
  const track = { id: `/music/${number}.flac`, title: `Track ${number}`, source: 'library', mood: 'happy' } as const;
  const started = at(i * 4);
  const end = random() < 0.05 ? 'skipped' : random() < 0.02 ? 'failed' : 'ended';
  return [
    { kind: 'started', at: started, track },
    { kind: 'over', at: at(i * 4 + 4), started, track, heard: ms(4 * MINUTE), end },
    ...(random() < 0.05 ? [{ kind: 'like', at: started, track } as const] : []),
    ...(end === 'skipped' ? [{ kind: 'skip', at: started, track } as const] : []),
  ];
}
