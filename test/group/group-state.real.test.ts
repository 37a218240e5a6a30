import { describe, expect, test } from 'vitest';
import type { SightNews } from '../../src/domain/group.ts';
import { LAST_TERM } from '../../src/domain/group.ts';
import { instant, ms, percent, share } from '../../src/domain/units.ts';
import type { GroupPeers } from '../../src/group/group-state.ts';
import { ALONE, beginGroup, connect, hear, turn } from '../../src/group/group-state.ts';
import { swift } from '../mood/swift.ts';
import { Cafe } from './cafe.ts';
import { plays, presenceOf, seeing, viewFrom } from './made.ts';

const settings = { hold: ms(3000), margin: share(0.1), away_after: ms(10_000), min_confidence: share(0.6), ...swift };
const shared = { override: 'auto', autoplay: true, transport: 'playing', volume: percent(60) } as const;
const nobody: SightNews = { kind: 'nobody' };
const self = { id: 'm', sound: true, settings };
const take = (group: GroupPeers, at: number, sight: SightNews = nobody, me = self) =>
  turn(group, me, { sight, presence: presenceOf(sight), shared }, instant(at));
/** Turns five times a second. */
const pass = (group: GroupPeers, from: number, to: number, sight: SightNews = nobody, me = self) => {
  let last = take(group, from, sight, me);
  for (let at = from + 200; at <= to; at += 200) last = take(last.group, at, sight, me);
  return last;
};
const connected = connect(beginGroup(instant(0)), true, instant(0));

describe('a box of a group', () => {
  test('listens for five seconds before it plays', () => {
    expect(pass(connected, 0, 4800).agreed.plays).toBe(false);
    const { agreed, own } = pass(connected, 0, 5000);
    expect(agreed.plays).toBe(true);
    expect(own.role).toEqual(plays(1));
  });

  test('stays silent beside one that plays, whatever its id, and takes over its mood and what people asked of it', () => {
    const asked = { override: 'sad', autoplay: true, transport: 'paused', volume: percent(20) } as const;
    const there = hear(connected, viewFrom('z', { role: plays(4), mood: 'happy', shared: asked }), instant(100));
    const { agreed, own, leader } = take(there, 200);
    expect(agreed).toMatchObject({ plays: false, mood: 'happy', follows: asked });
    expect(own).toMatchObject({ role: { kind: 'ready' }, mood: 'happy', shared: asked });
    expect(leader?.id).toBe('z');
  });

  test('takes over once the one that plays is silent for five seconds, and goes on from its mood', () => {
    const there = hear(connected, viewFrom('a', { role: plays(4), mood: 'happy' }), instant(0));
    expect(pass(there, 0, 4800).agreed.plays).toBe(false);
    const { agreed, own } = pass(there, 0, 5200);
    expect(agreed).toMatchObject({ plays: true, mood: 'happy' });
    expect(own.role).toEqual(plays(5));
  });

  test('gives way to a later decision', () => {
    const { group } = pass(connected, 0, 6000);
    const told = hear(group, viewFrom('z', { role: plays(9) }), instant(6000));
    expect(take(told, 6200).agreed.plays).toBe(false);
    expect(take(hear(group, viewFrom('z', { role: plays(1) }), instant(6000)), 6200).agreed.plays).toBe(true);
  });

  const stopped = { override: 'auto', autoplay: false, transport: 'stopped', volume: percent(0) } as const;
  /** A stranger that claims to play in every second from `from` to `until`. */
  const claimed = (before: GroupPeers, from: number, until: number, term = 9): GroupPeers => {
    let group = before;
    for (let at = from; at < until; at += 1000) {
      group = hear(group, viewFrom('a', { role: plays(term), shared: stopped }), instant(at));
      group = pass(group, at, at + 1000).group;
    }
    return group;
  };

  test('plays on when a stranger says that it plays, and takes nothing over from it', () => {
    const { group } = pass(connected, 0, 12_000);
    const { agreed, own } = take(claimed(group, 12_000, 25_000), 25_000);
    expect(agreed).toMatchObject({ plays: true });
    expect(agreed).not.toHaveProperty('follows');
    expect(own.shared.transport).toBe('playing');
    expect(take(claimed(group, 12_000, 13_000, LAST_TERM), 13_000).agreed.plays).toBe(true);
  });

  test('gives way to a stranger that goes on claiming for a quarter of a minute, takes nothing over, and plays again when it has gone', () => {
    const { group } = pass(connected, 0, 12_000);
    const ruled = claimed(group, 12_000, 80_000);
    expect(take(ruled, 80_000).agreed).toMatchObject({ plays: false });
    expect(take(ruled, 80_000).agreed).not.toHaveProperty('follows');
    const { agreed, own } = pass(ruled, 80_000, 90_000);
    expect(agreed.plays).toBe(true);
    expect(own.shared.transport).toBe('playing');
  });

  test('believes no leap of the terms', () => {
    const { group } = pass(connected, 0, 12_000);
    expect(hear(group, viewFrom('z', { role: plays(LAST_TERM) }), instant(12_000)).term).toBe(1);
  });

  test('does not wait for ever for a box that is elected and does not begin', () => {
    let group = connected;
    for (let at = 0; at < 25_000; at += 1000) group = pass(hear(group, viewFrom('0'), instant(at)), at, at + 1000).group;
    expect(take(group, 25_000).agreed.plays).toBe(true);
  });

  test('that plays goes on playing when the broker is lost, and gives way on its return if others have decided meanwhile', () => {
    const { group } = pass(connected, 0, 6000);
    const cut = pass(connect(group, false, instant(6000)), 6000, 20_000);
    expect(cut.agreed.plays).toBe(true);
    const back = connect(cut.group, true, instant(20_000));
    expect(take(back, 20_100).agreed.plays).toBe(true);
    expect(take(hear(back, viewFrom('z', { role: plays(2) }), instant(20_200)), 20_300).agreed.plays).toBe(false);
  });

  test('that is silent plays by itself after a minute without a broker, and with its own mood', () => {
    const there = pass(hear(connected, viewFrom('a', { role: plays(1), mood: 'sad' }), instant(0)), 0, 200).group;
    const cut = connect(there, false, instant(1000));
    expect(pass(cut, 1000, 1000 + ALONE - 200, seeing('happy')).agreed.plays).toBe(false);
    expect(pass(cut, 1000, 1000 + ALONE, seeing('happy')).agreed).toMatchObject({ plays: true, mood: 'happy' });
  });

  test('that plays by itself gives way to the first box that plays, but not before it has listened', () => {
    const cut = pass(beginGroup(instant(0)), 0, ALONE);
    expect(cut.agreed.plays).toBe(true);
    const back = connect(cut.group, true, instant(ALONE));
    expect(pass(back, ALONE, ALONE + 4000).agreed.plays).toBe(true);
    const told = hear(back, viewFrom('a', { role: plays(1) }), instant(ALONE + 100));
    expect(take(told, ALONE + 200).agreed.plays).toBe(false);
  });

  test('without a loudspeaker never plays by itself', () =>
    expect(pass(beginGroup(instant(0)), 0, 2 * ALONE, nobody, { ...self, sound: false }).agreed.plays).toBe(false));

  test('that hears of the highest term can still decide', () => {
    const forged = hear(connected, viewFrom('z', { role: plays(2 ** 40), mood: 'fear' }), instant(0));
    expect(pass(forged, 0, 4800).agreed.plays).toBe(false);
    expect(pass(forged, 0, 6000).own.role).toEqual(plays(2 ** 40));
  });
});

describe('boxes that come and go by chance', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed + 1))('agree once they are left in peace (%i)', (seed) => {
    const cafe = new Cafe(seed);
    cafe.run(90_000, true);
    cafe.mend();
    // What is cut off, started or lost at the last moment takes its five seconds to be heard, and a mood its hold or its absence.
    cafe.run(25_000, false);
    const settled = cafe.said;
    expect(new Set(settled.map(({ player }) => player)).size).toBe(1);
    expect(new Set(settled.map(({ mood }) => mood)).size).toBe(1);
    expect(new Set(settled.map(({ reading }) => JSON.stringify(reading))).size).toBe(1);
    expect(new Set(settled.map(({ members }) => members.join())).size).toBe(1);
    expect(settled.filter((each) => each.plays).map(({ id }) => id)).toEqual([settled[0]?.player]);
    const before = cafe.decisions;
    cafe.run(30_000, false);
    expect(cafe.decisions).toBe(before);
  });

  test('the music does not move when one that is silent comes and goes', () => {
    const cafe = new Cafe(5);
    cafe.run(20_000, false);
    const [player] = cafe.said.map((each) => each.player);
    const before = cafe.decisions;
    for (const id of ['box-0', 'box-1', 'box-2'].filter((each) => each !== player)) {
      cafe.kill(id);
      cafe.run(8000, false);
      cafe.start(id);
      cafe.run(8000, false);
    }
    expect(cafe.decisions).toBe(before);
    expect(cafe.said.every((each) => each.player === player)).toBe(true);
  });
});
