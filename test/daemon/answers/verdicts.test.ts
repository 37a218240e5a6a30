import { expect, test } from 'vitest';
import { verdictsOf } from '../../../src/daemon/answers/verdicts.ts';
import type { Feedback } from '../../../src/domain/history.ts';
import { moment } from '../../../src/domain/units.ts';

const said = (at: number, kind: Feedback['kind'], id = 'a', mood: 'sad' | 'happy' = 'sad'): Feedback => ({
  kind,
  at: moment(at),
  track: { id, title: id, source: 'library', mood },
});
const verdicts = (...newestFirst: readonly Feedback[]) =>
  [...verdictsOf(newestFirst).values()].map(({ track, verdict, at }) => `${track.mood} ${track.id} ${verdict} ${at}`);

test('what was said last counts', () => {
  expect(verdicts(said(2, 'dislike'), said(1, 'like'))).toEqual(['sad a disliked 2']);
  expect(verdicts(said(2, 'like'), said(1, 'dislike'))).toEqual(['sad a liked 2']);
});

test('a skip counts only where nothing else was said', () => {
  expect(verdicts(said(3, 'skip'), said(2, 'like'), said(1, 'skip'))).toEqual(['sad a liked 3']);
  expect(verdicts(said(3, 'skip'), said(2, 'skip'))).toEqual(['sad a skipped 3']);
});

test('a track may be liked in one mood and not in another', () => {
  expect(verdicts(said(3, 'like', 'a', 'happy'), said(2, 'dislike'))).toEqual(['happy a liked 3', 'sad a disliked 2']);
});
