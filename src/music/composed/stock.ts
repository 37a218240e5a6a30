import type { Emotion } from '../../domain/emotion.ts';
import { EMOTIONS } from '../../domain/emotion.ts';
import type { Taste } from '../../domain/music.ts';
import type { Random } from '../../shared/random.ts';
import { byWeight } from '../composer/dice.ts';
import { STYLES_BY_MOOD } from '../composer/styles/by-mood.ts';
import type { StyleName } from '../composer/styles/ensembles.ts';
import type { PieceName } from './piece.ts';
import { styleOf } from './piece.ts';
import type { ReadyPiece } from './shelf.ts';

/** How much music that nobody has heard yet is to be ready for a mood, in milliseconds: for one that may well come, and for any other. */
const AHEAD = { likely: 60 * 60_000, other: 15 * 60_000 };

/** The mood that most needs another piece, by the share of what it should have; undefined if all have enough. */
export function neediest(pieces: readonly ReadyPiece[], likely: readonly Emotion[]): Emotion | undefined {
  const shares = EMOTIONS.map((mood) => {
    const unheard = pieces.filter((piece) => piece.mood === mood && piece.heardAt === 0);
    const ready = unheard.reduce((sum, { duration }) => sum + duration, 0);
    return { mood, share: ready / (likely.includes(mood) ? AHEAD.likely : AHEAD.other) };
  });
  const least = shares.reduce((worst, each) => (each.share < worst.share ? each : worst));
  return least.share < 1 ? least.mood : undefined;
}

/** What people think of a style, from the likes and skips of its pieces: above 0 if they like it. */
export const tasteFor = (style: StyleName, taste: Taste): number =>
  [...taste].reduce((sum, [id, value]) => (styleOf(id) === style ? sum + value : sum), 0);

/** How much more (or less) often a style is chosen for each like (or skip). */
const PER_OPINION = 1.5;
/** Even a style that was skipped often comes now and then, since people change. */
const [RAREST, MOST_OFTEN] = [0.2, 5];

/** A style for a mood: those that people liked more often, those that they skipped less often. */
export function styleFor(random: Random, mood: Emotion, taste: Taste): StyleName {
  const weights = STYLES_BY_MOOD[mood].map((style) => {
    const weight = PER_OPINION ** tasteFor(style, taste);
    return [style, Math.max(RAREST, Math.min(MOST_OFTEN, weight))] as const;
  });
  return byWeight(random, weights);
}

/** The number of a mood's next piece: one more than the last. A box without any begins anywhere, so that two boxes play different music. */
export function nextNumber(random: Random, mood: Emotion, pieces: readonly PieceName[]): number {
  const numbers = pieces.filter((piece) => piece.mood === mood).map(({ number }) => number);
  return numbers.length > 0 ? Math.max(...numbers) + 1 : 1 + Math.floor(random() * 100_000);
}
