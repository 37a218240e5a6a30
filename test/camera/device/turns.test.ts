import { describe, expect, it } from 'vitest';
import { Turns } from '../../../src/camera/device/turns.ts';

const device = (name: string) => ({ path: `/dev/${name}`, name });
const [a, b, c] = [device('a'), device('b'), device('c')];

describe('Turns', () => {
  it('puts those that were tried in vain behind the others, the latest at the end', () => {
    const turns = new Turns();
    for (const each of [a, b]) turns.tries(each);
    expect(turns.order([a, b, c])).toEqual([c, a, b]);
    turns.tries(c);
    expect(turns.order([a, b, c])).toEqual([a, b, c]);
  });

  it('gives one that showed a picture, or could not, its place back', () => {
    const turns = new Turns();
    for (const each of [a, b]) turns.tries(each);
    turns.shows(a);
    expect(turns.order([a, b, c])).toEqual([a, c, b]);
    turns.clears(b);
    expect(turns.order([a, b, c])).toEqual([a, b, c]);
  });

  it('calls a failure news once, again after a picture, and again after it was unplugged', () => {
    const turns = new Turns();
    expect([turns.isNews(a, 'busy'), turns.isNews(a, 'busy'), turns.isNews(a, 'silent')]).toEqual([true, false, true]);
    turns.shows(a);
    expect(turns.isNews(a, 'silent')).toBe(true);
    turns.tries(a);
    turns.order([b]);
    expect(turns.order([a, b])).toEqual([a, b]);
    expect(turns.isNews(a, 'silent')).toBe(true);
  });
});
