import { describe, expect, test } from 'vitest';
import { guestAsWritten, guestWordOf } from '../../src/domain/sound-guest.ts';

const AIRPLAY = { name: 'AirPlay', state: 'playing' };

describe('a word of a guest', () => {
  test.each([
    ['is a name and a state', AIRPLAY, AIRPLAY],
    ['may tell a title', { ...AIRPLAY, title: ' Blue\nin Green ' }, { ...AIRPLAY, title: 'Blue in Green' }],
    ['with an empty title tells none', { ...AIRPLAY, title: '', lease: null }, AIRPLAY],
    ['may name a lease in seconds', { ...AIRPLAY, lease: 90 }, { ...AIRPLAY, lease: 90_000 }],
    ['may name a lease as text', { ...AIRPLAY, lease: '2h' }, { ...AIRPLAY, lease: 7_200_000 }],
    ['has a lease of a day at most', { ...AIRPLAY, lease: '100h' }, { ...AIRPLAY, lease: 86_400_000 }],
    ['that it is gone needs no more', { name: 'AirPlay', state: 'gone', title: 7, lease: 'x' }, { name: 'AirPlay', state: 'gone' }],
  ])('%s', (_what, input, value) => {
    const read = guestWordOf(input);
    expect(read).toEqual({ ok: true, value });
    if (read.ok) expect(guestWordOf(guestAsWritten(read.value) as Record<string, unknown>)).toEqual(read);
  });

  test.each([
    ['without a name', { state: 'playing' }, /"name"/],
    ['with an invisible name', { ...AIRPLAY, name: ' \u200d ' }, /"name"/],
    ['with a long name', { ...AIRPLAY, name: 'x'.repeat(41) }, /40 characters/],
    ['without a state', { name: 'AirPlay' }, /"playing" or "gone"/],
    ['with a title that is no text', { ...AIRPLAY, title: 7 }, /"title"/],
    ['with a lease that is none', { ...AIRPLAY, lease: 'soon' }, /"lease"/],
    ['with a lease of nothing', { ...AIRPLAY, lease: 0 }, /"lease"/],
  ])('%s is refused with a sentence', (_what, input, why) => {
    expect(guestWordOf(input)).toEqual({ ok: false, why: expect.stringMatching(why) });
  });
});
