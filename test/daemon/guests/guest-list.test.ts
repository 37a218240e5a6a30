import { describe, expect, test } from 'vitest';
import { guestState, guestsLater, guestsTold, isTaken, leaseLeft, NO_GUESTS } from '../../../src/daemon/guests/guest-list.ts';
import type { GuestWord } from '../../../src/domain/sound-guest.ts';
import { instant, moment, ms } from '../../../src/domain/units.ts';

const TERMS = { rest: ms(30_000), lease: ms(3_600_000) };
const now = (seconds: number) => ({ at: instant(seconds * 1000), today: moment(1e12 + seconds * 1000) });
const plays = (name: string, more: Partial<Extract<GuestWord, { state: 'playing' }>> = {}): GuestWord => ({
  name,
  state: 'playing',
  ...more,
});
const gone = (name: string): GuestWord => ({ name, state: 'gone' });

/** The list after these words, one a second. */
const listAfter = (...words: readonly GuestWord[]) =>
  words.reduce((list, word, second) => guestsTold(list, word, now(second), TERMS), NO_GUESTS);

describe('guests', () => {
  test('one comes, and has the loudspeaker', () => {
    const list = listAfter(plays('AirPlay', { title: 'Blue' }));
    expect(isTaken(NO_GUESTS)).toBe(false);
    expect(isTaken(list)).toBe(true);
    expect(guestState(list)).toEqual({ kind: 'playing', guests: [{ name: 'AirPlay', title: 'Blue', since: 1e12 }] });
  });

  test('the last one leaves, and moodbox keeps silent for the rest', () => {
    const list = listAfter(plays('AirPlay'), gone('AirPlay'));
    expect(guestState(list)).toEqual({ kind: 'resting', left: 'AirPlay', until: 1e12 + 31_000 });
    expect(isTaken(guestsLater(list, now(30.9), TERMS))).toBe(true);
    expect(guestsLater(list, now(31), TERMS)).toEqual(NO_GUESTS);
  });

  test('one that comes back within the rest is a guest again', () => {
    const list = guestsTold(listAfter(plays('AirPlay'), gone('AirPlay')), plays('AirPlay'), now(20), TERMS);
    expect(guestState(list)).toEqual({ kind: 'playing', guests: [{ name: 'AirPlay', since: 1e12 + 20_000 }] });
    expect(guestsLater(list, now(40), TERMS)).toBe(list);
  });

  test('while another is there, a leaving guest begins no rest', () => {
    const list = listAfter(plays('AirPlay'), plays('Spotify'), gone('AirPlay'));
    expect(guestState(list)).toMatchObject({ kind: 'playing', guests: [{ name: 'Spotify' }] });
  });

  test('whoever was not there cannot leave', () => {
    const list = listAfter(plays('AirPlay'));
    expect(guestsTold(list, gone('Spotify'), now(5), TERMS)).toBe(list);
    expect(guestsTold(NO_GUESTS, gone('Spotify'), now(5), TERMS)).toBe(NO_GUESTS);
  });

  test('a second word renews the lease and tells the title, but makes no second guest', () => {
    const list = listAfter(
      plays('Spotify', { lease: ms(60_000), title: 'One' }),
      plays('AirPlay'),
      plays('Spotify', { lease: ms(60_000) }),
    );
    expect(list.guests.map(({ name, title }) => [name, title])).toEqual([
      ['Spotify', 'One'],
      ['AirPlay', undefined],
    ]);
    expect(list.guests[0]).toMatchObject({ since: 1e12, ends: 62_000 });
    expect(guestsTold(list, plays('Spotify', { title: 'Two' }), now(9), TERMS).guests[0]).toMatchObject({ title: 'Two', ends: 3_609_000 });
  });

  test('a lease ends by itself, and the rest is counted from there', () => {
    const list = listAfter(plays('AirPlay', { lease: ms(60_000) }));
    expect(guestsLater(list, now(59.9), TERMS)).toBe(list);
    expect(guestState(guestsLater(list, now(65), TERMS))).toEqual({ kind: 'resting', left: 'AirPlay', until: 1e12 + 90_000 });
    expect(guestsLater(list, now(90), TERMS)).toEqual(NO_GUESTS);
  });

  test('of two leases the longer one counts', () => {
    const list = listAfter(plays('A', { lease: ms(60_000) }), plays('B', { lease: ms(10_000) }));
    expect(guestState(guestsLater(list, now(20), TERMS))).toMatchObject({ kind: 'playing', guests: [{ name: 'A' }] });
    expect(guestState(guestsLater(list, now(70), TERMS))).toMatchObject({ kind: 'resting', left: 'A', until: 1e12 + 90_000 });
  });

  test('no more than eight, and the oldest goes', () => {
    const list = listAfter(...Array.from({ length: 20 }, (_, n) => plays(`${n}`)));
    expect(list.guests.map(({ name }) => name)).toEqual(['12', '13', '14', '15', '16', '17', '18', '19']);
  });

  test('a lease that was kept over a restart is never longer than it was, whatever the clock says', () => {
    expect(leaseLeft(moment(5000), moment(2000), ms(9000))).toBe(3000);
    expect(leaseLeft(moment(5000), moment(7000), ms(9000))).toBe(0);
    expect(leaseLeft(moment(1e12), moment(0), ms(9000))).toBe(9000);
  });
});
