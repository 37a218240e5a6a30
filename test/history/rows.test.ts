import { expect, test } from 'vitest';
import { columnsOf, feedbackEntry, playEntry } from '../../src/history/rows.ts';

const forged = 'One\nTwo \u001b[2J\u202e';
const row = { track: 'a', title: forged, source: 'library', mood: 'happy', at: 1 };

test('a title is one line in the history, and so is one that an earlier release kept as it came', () => {
  const title = 'One Two [2J';
  expect(columnsOf({ id: 'a', title: forged, source: 'library', mood: 'happy' }).title).toBe(title);
  expect(playEntry({ ...row, until: 2, heard: null, how: null })).toMatchObject({ track: { id: 'a', title } });
  expect(feedbackEntry({ ...row, opinion: 'like' })).toMatchObject({ track: { id: 'a', title } });
});
