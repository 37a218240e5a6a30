import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { confusionFigure } from '../../src/cli/figures/confusion.ts';
import { networksFigure } from '../../src/cli/figures/networks.ts';
import { reliabilityFigure } from '../../src/cli/figures/reliability.ts';
import { trainingFigure } from '../../src/cli/figures/training.ts';
import { TABLE_3 } from '../../src/cli/paper.ts';
import { madeAssessment } from '../cli/figures/made.ts';
import type { Chromium } from './chromium.ts';
import { hasChromium, openChromium } from './chromium.ts';

const ABOUT = '3589 faces of <Public & "Test">, weights base-e23-dea67110';
const epochs = Array.from({ length: 60 }, (_, at) => {
  const validation = 0.68 - 0.35 / (at + 1);
  return { epoch: at + 1, loss: 0.9 + 1 / (at + 2), validation, votes: validation + 0.1, unaveraged: validation - 0.03 };
});
const bare = epochs.map(({ epoch, loss, validation }) => ({ epoch, loss, validation }));
const networks = (accuracy: number) => networksFigure({ accuracy, parameters: 59_000 }, ABOUT);

const FIGURES: readonly (readonly [name: string, draw: () => string, words: readonly RegExp[]])[] = [
  [
    'the confusion',
    () => confusionFigure(madeAssessment(900, true).metrics, ABOUT),
    [/^Confusion: \d\d\.\d % /, /^surprise$/, /^\d+ faces$/],
  ],
  ['the confusion of one face', () => confusionFigure(madeAssessment(1, false).metrics, ABOUT), [/^100 %$/]],
  [
    'the reliability, both',
    () => reliabilityFigure(madeAssessment(900, true), ABOUT),
    [/by the labels, 900 faces: ECE/, /by the votes, 900/],
  ],
  ['the reliability, by the labels', () => reliabilityFigure(madeAssessment(40, false), ABOUT), [/^Reliability: .* by the labels$/]],
  ['the training', () => trainingFigure(epochs, ABOUT), [/^Training: best .* 67\.4 %, epoch 60 of 60$/, /^by the votes$/, /^loss$/]],
  ['a training without votes', () => trainingFigure(bare, ABOUT), [/^by the labels$/]],
  ['a training of one epoch', () => trainingFigure(bare.slice(0, 1), ABOUT), [/epoch 1 of 1$/]],
  ...[0.25, 0.615, 0.66, 0.661, 0.675, 0.712, 0.99].map(
    (accuracy) =>
      [
        `the networks at ${accuracy}`,
        () => networks(accuracy),
        [/^moodbox$/, ...TABLE_3.map(({ network }) => new RegExp(`^${network}$`))],
      ] as const,
  ),
];

/** What Chromium makes of an SVG file: a broken one is a page that says so instead. */
const LAID_OUT = `(() => {
  const root = document.documentElement;
  const box = (each) => { const { left, top, right, bottom } = each.getBoundingClientRect(); return { left, top, right, bottom }; };
  return {
    root: root.tagName,
    broken: document.querySelector('parsererror')?.textContent,
    sheet: box(root),
    texts: [...document.querySelectorAll('text')].map((each) => ({ words: each.textContent, ...box(each) })),
    shapes: [...document.querySelectorAll('rect, circle, polyline')].map(box),
  };
})()`;

type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
type LaidOut = {
  readonly root: string;
  readonly broken?: string;
  readonly sheet: Box;
  readonly texts: readonly (Box & { readonly words: string })[];
  readonly shapes: readonly Box[];
};

/** The letters' boxes include their line's leading. */
const LEADING = 3;
const outside = (sheet: Box) => (each: Box) =>
  each.left < sheet.left || each.top < sheet.top || each.right > sheet.right || each.bottom > sheet.bottom;
const overlap = (a: Box, b: Box) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > LEADING;

describe.skipIf(!hasChromium)('a figure in Chromium', { timeout: 60_000 }, () => {
  let chromium: Chromium;
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-figures-'));
  beforeAll(async () => {
    chromium = await openChromium({ viewport: { width: 1200, height: 900 } });
  });
  afterAll(async () => {
    await chromium?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(FIGURES)('%s: whole XML, nothing outside the sheet, no words over others, the same bytes twice', async (_name, draw, words) => {
    const svg = draw();
    expect(draw()).toBe(svg);
    const path = join(folder, 'figure.svg');
    writeFileSync(path, svg);
    const { page, complaints } = await chromium.visit(`file://${path}`);
    const { root, broken, sheet, texts, shapes } = (await page.evaluate(LAID_OUT)) as LaidOut;
    await page.close();
    expect([root, broken, complaints]).toEqual(['svg', undefined, []]);
    expect([...texts, ...shapes].filter(outside(sheet))).toEqual([]);
    const pairs = texts.flatMap((a, at) => texts.slice(at + 1).map((b) => [a, b] as const));
    expect(pairs.filter(([a, b]) => overlap(a, b)).map(([a, b]) => `${a.words} / ${b.words}`)).toEqual([]);
    for (const each of words) expect(texts.map((text) => text.words)).toContainEqual(expect.stringMatching(each));
    expect(texts.filter((text) => text.words === '')).toEqual([]);
  });
});
