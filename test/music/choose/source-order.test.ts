import { describe, expect, test } from 'vitest';
import { loadMapping } from '../../../src/music/choose/mapping.ts';
import { isYoutubeInUse, sourceOrder } from '../../../src/music/choose/source-order.ts';

const bundled = loadMapping('', 'gentle');
const happyFromYoutube = { ...bundled, happy: { ...bundled.happy, order: ['youtube'] } } as const;

describe('the order of the sources', () => {
  test("is the mood's own where the mapping has one, and otherwise music.order", () => {
    const orderOf = sourceOrder({ order: ['library', 'loops'] }, happyFromYoutube);
    expect(orderOf('happy')).toEqual(['youtube']);
    expect(orderOf('sad')).toEqual(['library', 'loops']);
  });
});

describe('YouTube is in use', () => {
  test.each([
    ['by music.order', ['youtube', 'loops'], bundled, true],
    ["by one mood's own order alone", ['library', 'loops'], happyFromYoutube, true],
    ['nowhere', ['library', 'loops'], bundled, false],
  ] as const)('%s: %j', (_where, order, mapping, isInUse) => expect(isYoutubeInUse({ order }, mapping)).toBe(isInUse));

  test('not by music.order where every mood has an order without it', () => {
    const own = Object.fromEntries(Object.entries(bundled).map(([mood, music]) => [mood, { ...music, order: ['loops'] }]));
    expect(isYoutubeInUse({ order: ['youtube'] }, own as unknown as typeof bundled)).toBe(false);
  });
});
