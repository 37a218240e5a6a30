import { describe, expect, it } from 'vitest';
import { moment, ms } from '../../../src/domain/units.ts';
import { clockOf, learned, positionAt, unknownClock } from '../../../web/src/views/now/position.ts';

const BEGUN = 1_000_000;
const playing = { position: ms(60_000), since: moment(BEGUN), duration: ms(200_000), seekable: true };

describe('the position in the track, counted by the page', () => {
  it('moves on from where it was measured, to the end and no further, and stands still in a pause', () => {
    const clock = unknownClock(BEGUN);
    expect(positionAt(playing, BEGUN + 5000, clock)).toBe(65_000);
    expect(positionAt(playing, BEGUN + 500_000, clock)).toBe(200_000);
    const { since: _paused, ...held } = playing;
    expect(positionAt(held, BEGUN + 5000, clock)).toBe(60_000);
  });

  it('never lies before where it was measured, even if the clocks of box and page differ', () => {
    expect(positionAt(playing, BEGUN - 90_000, unknownClock(BEGUN))).toBe(60_000);
  });

  it('learns the box’s clock from a report that has just come', () => {
    const clock = learned(unknownClock(BEGUN), BEGUN + 300_000, BEGUN + 180_000, BEGUN);
    expect(clock.ahead).toBe(120_000);
    expect(positionAt({ ...playing, since: moment(BEGUN + 300_000) }, BEGUN + 185_000, clock)).toBe(65_000);
    expect(learned(clock, BEGUN + 300_000, BEGUN + 900_000, BEGUN)).toBe(clock);
    expect(learned(clock, undefined, BEGUN + 900_000, BEGUN)).toBe(clock);
  });

  it('learns nothing of the clock right after it came into sight: what it hears of may be old', () => {
    expect(learned(unknownClock(BEGUN), BEGUN + 10_000, BEGUN + 180_000, BEGUN + 179_000).ahead).toBe(0);
  });

  it.each([
    [0, '0:00'],
    [61_900, '1:01'],
    [3_730_000, '1:02:10'],
  ])('writes %d ms as %s', (length, words) => expect(clockOf(length)).toBe(words));
});
