import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { LabelledError, labelsIn } from '../../src/evaluation/labelled.ts';
import { majorityOf, VOTE_COLUMNS } from '../../src/evaluation/votes.ts';
import { root } from '../assets.ts';
import { noise } from '../inference/scene.ts';

describe('the majority of ten voters', () => {
  // neutral, happiness, surprise, sadness, anger, disgust, fear, contempt, unknown, not a face
  test.each([
    ['is the emotion with most votes', [4, 0, 0, 1, 5, 0, 0, 0, 0, 0], 'angry'],
    ['needs no half of them', [2, 1, 1, 1, 1, 1, 3, 0, 0, 0], 'fear'],
    ['is the first column of equals', [0, 0, 3, 3, 0, 3, 0, 0, 0, 0], 'surprise'],
    ['is ours where contempt has no more votes than it', [5, 0, 0, 0, 0, 0, 0, 5, 0, 0], 'neutral'],
    ['is none where contempt has most', [0, 4, 0, 0, 0, 0, 0, 5, 0, 0], undefined],
    ['is none where unknown has most', [1, 1, 1, 1, 0, 0, 0, 0, 2, 0], undefined],
    ['is none where it is no face', [0, 0, 0, 0, 0, 0, 0, 0, 0, 10], undefined],
    ['is none where nobody voted', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], undefined],
  ])('%s', (_what, counts, emotion) => expect(majorityOf(counts)).toBe(emotion));

  test('of no columns is none', () => expect(majorityOf([])).toBeUndefined());
});

describe('labels with votes', () => {
  const file = (...rows: string[]) => [`row,emotion,${VOTE_COLUMNS.join(',')}`, ...rows].join('\n');

  test('give the majority beside the label, and an empty cell is no vote', () => {
    const { rows } = labelsIn(file('0,0,0,9,0,0,1,0,0,0,0,0', '1,6,,,,6,,,,,4,', '2,3,,,,,,,,,,'));
    expect(rows.map(({ emotion, majority }) => [emotion, majority])).toEqual([
      ['angry', 'happy'],
      ['neutral', 'sad'],
      ['happy', undefined],
    ]);
  });
  test('may stand in any order of columns', () => {
    const header = ['emotion', ...VOTE_COLUMNS.toReversed()].join(',');
    expect(labelsIn(`${header}\n0,0,0,0,2,0,0,1,0,0,0`).rows[0]?.majority).toBe('fear');
    expect(labelsIn(`${header}\n0,0,0,0,0,3,0,0,3,0,0`).rows[0]?.majority).toBe('surprise');
  });
  test('without such columns have none', () => expect(labelsIn('emotion\n3').rows).toEqual([{ index: 0, emotion: 'happy' }]));
  test.each([
    ['some of the columns only', 'emotion,votes_neutral\n0,3', /no column 'votes_happiness'/],
    ['votes in words', file('0,1,many,0,0,0,0,0,0,0,0,0'), /line 2 of the labels has 'many' votes/],
    ['fewer than no votes', file('0,1,-1,0,0,0,0,0,0,0,0,0'), /'-1' votes/],
  ])('with %s are refused in one line', (_what, text, says) => {
    expect(() => labelsIn(text)).toThrow(LabelledError);
    expect(() => labelsIn(text)).toThrow(says);
  });
});

/** Debian's Python, for which python3-torch is packaged. */
const PYTHON = '/usr/bin/python3';
const trainable = existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import torch'], { timeout: 60_000 }).status === 0;

const MAJORITIES = `
import json, sys
sys.path.insert(0, sys.argv[1])
import data
rows = json.load(sys.stdin)
print(json.dumps([data._majority({name: str(count) for name, count in zip(data.ALL_VOTES, row)}) for row in rows]))
`;

test.runIf(trainable)('the training counts the same majorities, ties among them', { timeout: 60_000 }, () => {
  const counts = Array.from({ length: 2000 }, (_, row) => Array.from(noise(row, 20).slice(10), (value) => Math.floor(value * 5)));
  const input = JSON.stringify(counts);
  const theirs = JSON.parse(execFileSync(PYTHON, ['-c', MAJORITIES, join(root, 'scripts/train')], { input }).toString());
  const ours = counts.map(majorityOf);
  expect(ours.map((emotion) => (emotion ? EMOTIONS.indexOf(emotion) : -1))).toEqual(theirs);
  expect(new Set(ours).size).toBe(EMOTIONS.length + 1);
});
