import { describe, expect, test } from 'vitest';
import { instant, ms, percent, share } from '../../src/domain/units.ts';
import type { GroupPeers } from '../../src/group/group-state.ts';
import { beginGroup, connect, HAND_OVER, hear, turn, yieldTo } from '../../src/group/group-state.ts';
import { swift } from '../mood/swift.ts';
import { Cafe } from './cafe.ts';
import { plays, presenceOf, viewFrom } from './made.ts';

const settings = { hold: ms(3000), margin: share(0.1), away_after: ms(10_000), min_confidence: share(0.6), ...swift };
const shared = { override: 'auto', autoplay: true, transport: 'playing', volume: percent(60) } as const;
const nobody = { kind: 'nobody' } as const;
const take = (group: GroupPeers, at: number, id = 'm', sound = true) =>
  turn(group, { id, sound, settings }, { sight: nobody, presence: presenceOf(nobody), shared }, instant(at));
const connected = connect(beginGroup(instant(0)), true, instant(0));
/** Hears that view each second, and takes turns, up to a moment. */
const beside = (group: GroupPeers, view: ReturnType<typeof viewFrom>, from: number, until: number, id = 'm') => {
  let last = take(hear(group, view, instant(from)), from, id);
  for (let at = from + 200; at <= until; at += 200) last = take(at % 1000 === 0 ? hear(last.group, view, instant(at)) : last.group, at, id);
  return last;
};

describe('a box that is asked to hand the music over', () => {
  const player = beside(connected, viewFrom('z'), 0, 20_000).group;

  test('says so, and plays on until it hears the other play', () => {
    const yielding = take(yieldTo(player, 'z', instant(20_000)), 20_000);
    expect(yielding.own).toMatchObject({ role: plays(1), yields: { to: 'z', term: 1 } });
    expect(yielding.agreed.plays).toBe(true);
    const heard = take(hear(yielding.group, viewFrom('z', { role: plays(2) }), instant(20_300)), 20_300);
    expect(heard.agreed.plays).toBe(false);
    expect(heard.own).toMatchObject({ role: { kind: 'ready' }, yields: { to: 'z', term: 1 } });
    expect(heard.leader?.id).toBe('z');
  });

  test('believes no other claim because of it', () => {
    const { group } = take(yieldTo(player, 'z', instant(20_000)), 20_000);
    expect(take(hear(group, viewFrom('y', { role: plays(2) }), instant(20_300)), 20_300).agreed.plays).toBe(true);
  });

  test('plays on if the other does not begin, and no longer speaks of it after ten seconds', () => {
    const after = beside(yieldTo(player, 'z', instant(20_000)), viewFrom('z'), 20_000, 20_000 + HAND_OVER);
    expect(after.agreed.plays).toBe(true);
    expect(after.own).not.toHaveProperty('yields');
  });

  test('plays on if there is no such box', () => {
    const after = beside(yieldTo(player, 'nobody', instant(20_000)), viewFrom('z'), 20_000, 25_000);
    expect(after.agreed.plays).toBe(true);
  });
});

describe('a box that hears of a hand-over', () => {
  const listener = beside(connected, viewFrom('z', { role: plays(4) }), 0, 20_000).group;
  const yields = viewFrom('z', { role: plays(4), yields: { to: 'm', term: 4 } });

  test('begins to play if the music is for it', () => {
    const { agreed, own } = take(hear(listener, yields, instant(20_000)), 20_000);
    expect(agreed.plays).toBe(true);
    expect(own.role).toEqual(plays(5));
  });

  test('does not begin if it has no loudspeaker and the other has one', () => {
    expect(take(hear(listener, yields, instant(20_000)), 20_000, 'm', false).agreed.plays).toBe(false);
  });

  test('does not take the music for itself while it goes to another, though its id comes first', () => {
    const third = hear(listener, viewFrom('n'), instant(20_000));
    const told = hear(third, viewFrom('z', { role: plays(4), yields: { to: 'n', term: 4 } }), instant(20_100));
    const gap = hear(told, viewFrom('z', { yields: { to: 'n', term: 4 } }), instant(20_200));
    expect(take(gap, 20_200, 'a').agreed.plays).toBe(false);
    expect(take(hear(gap, viewFrom('n', { role: plays(5) }), instant(20_300)), 20_300, 'a').leader?.id).toBe('n');
  });

  test('believes neither a box that does not play, nor a stranger beside the one that does', () => {
    expect(take(hear(listener, viewFrom('y', { yields: { to: 'm', term: 4 } }), instant(20_000)), 20_000).agreed.plays).toBe(false);
    const stranger = viewFrom('y', { role: plays(9), yields: { to: 'm', term: 9 } });
    expect(take(hear(listener, stranger, instant(20_000)), 20_000).agreed.plays).toBe(false);
  });
});

describe('a café in which the music is handed over', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('hears it from that box, and from no third one (%i)', (seed) => {
    const cafe = new Cafe(seed);
    cafe.run(12_000, false);
    for (let round = 0; round < 4; round += 1) {
      const to = cafe.heirs[round % Math.max(1, cafe.heirs.length)];
      if (to === undefined) return;
      const before = cafe.decisions;
      cafe.handOver(to);
      cafe.run(3000, false);
      expect(cafe.said.map(({ player }) => player)).toEqual(cafe.said.map(() => to));
      expect(cafe.said.filter(({ plays: each }) => each).map(({ id }) => id)).toEqual([to]);
      expect(cafe.decisions).toBe(before + 1);
    }
  });
});
