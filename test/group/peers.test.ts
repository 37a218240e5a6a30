import { describe, expect, test } from 'vitest';
import { MOST_MEMBERS } from '../../src/domain/group.ts';
import { instant } from '../../src/domain/units.ts';
import type { Peers } from '../../src/group/peers.ts';
import { viewsOf, withLostPeer, withView } from '../../src/group/peers.ts';
import { jointReading } from '../../src/mood/joint.ts';
import { chance, shuffled } from '../fixtures/chance.ts';
import { plays, seeing, viewFrom } from './made.ts';

const own = viewFrom('m');
const ids = (peers: Peers, at: number) => viewsOf(peers, own, instant(at)).map(({ id }) => id);
const none: Peers = new Map();

describe('peers', () => {
  test('are there for five seconds after their last view, in the order of their ids', () => {
    const two = withView(withView(none, viewFrom('z'), instant(0)), viewFrom('a'), instant(1000));
    expect(ids(two, 4999)).toEqual(['a', 'm', 'z']);
    expect(ids(two, 5000)).toEqual(['a', 'm']);
    expect(ids(two, 6000)).toEqual(['m']);
  });

  test('that the broker has lost are gone after two seconds, and back with their next view', () => {
    const there = withView(none, viewFrom('a'), instant(0));
    const gone = withLostPeer(there, 'a', instant(1000));
    expect(ids(gone, 2999)).toEqual(['a', 'm']);
    expect(ids(gone, 3000)).toEqual(['m']);
    expect(ids(withView(gone, viewFrom('a'), instant(2500)), 7000)).toEqual(['a', 'm']);
  });

  test('never stay longer because of a loss, and the loss of a stranger changes nothing', () => {
    const there = withView(none, viewFrom('a'), instant(0));
    expect(ids(withLostPeer(there, 'a', instant(4500)), 5000)).toEqual(['m']);
    expect(withLostPeer(there, 'b', instant(0))).toBe(there);
  });

  test('that came first count if there are too many, but for the only one that plays', () => {
    const came = ['m1', 'm2', ...Array.from({ length: 500 }, (_, index) => `a-${index}`)];
    const peers = came.reduce((all, id, index) => withView(all, viewFrom(id), instant(index)), none);
    expect(peers.size).toBe(MOST_MEMBERS - 1);
    expect([...peers.keys()]).toEqual(expect.arrayContaining(['m1', 'm2', 'a-0']));
    const crowd = withView(peers, viewFrom('z', { role: plays(3) }), instant(600));
    expect(crowd.size).toBe(MOST_MEMBERS - 1);
    expect(crowd.has('z')).toBe(true);
    expect(withView(crowd, viewFrom('y', { role: plays(4) }), instant(600)).has('y')).toBe(false);
  });

  test('read the same to the last digit, whoever hears them and in whatever order', () => {
    const random = chance(3);
    const views = ['a', 'b', 'c', 'd', 'e'].map((id) => viewFrom(id, { sight: seeing('happy', 1 + Math.floor(random() * 4), random()) }));
    const readings = views.map((self) => {
      const others = shuffled(views, random).filter(({ id }) => id !== self.id);
      const peers = others.reduce((all, each) => withView(all, each, instant(0)), none);
      return jointReading(viewsOf(peers, self, instant(1)).map(({ sight }) => sight));
    });
    for (const reading of readings) expect(reading).toStrictEqual(readings[0]);
  });
});
