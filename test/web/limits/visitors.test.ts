import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { Visitors } from '../../../src/web/limits/visitors.ts';
import { FakeClock } from '../../fakes/clock.ts';

const LIMITS = { sockets: { each: 4, all: 8 }, requests: { burst: 10, perSecond: 2 }, longestRest: 3, addresses: 5 };

/** What `Visitors` knows of a socket. */
class FakeSocket extends EventEmitter {
  destroyed = false;
  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

describe('Visitors', () => {
  let clock: FakeClock;
  let visitors: Visitors;

  beforeEach(() => {
    clock = new FakeClock();
    visitors = new Visitors(LIMITS, clock);
  });

  const open = (key: string): FakeSocket | undefined => {
    const socket = new FakeSocket();
    return visitors.admits(key, socket as unknown as Socket) ? socket : undefined;
  };
  const openAll = (key: string, count: number): FakeSocket[] => Array.from({ length: count }, () => open(key) as FakeSocket);

  it('bounds the sockets of an address, until one is closed', () => {
    const [first] = openAll('a', 4);
    expect(open('a')).toBeUndefined();
    expect(open('b')).toBeDefined();
    first?.destroy();
    expect(open('a')).toBeDefined();
    expect(visitors.open).toBe(5);
  });

  it('closes the oldest socket of the heaviest address for one with fewer, and for nobody else', () => {
    const a = openAll('a', 4);
    const b = openAll('b', 3);
    openAll('c', 1);
    expect(open('d')).toBeDefined();
    expect([...a, ...b].filter(({ destroyed }) => destroyed)).toEqual([a[0]]);
    expect(open('b')).toBeUndefined();
    expect(visitors.open).toBe(8);
  });

  it('lets a new address in when all others have one socket each', () => {
    visitors = new Visitors({ ...LIMITS, addresses: 50 }, clock);
    const taken = 'abcdefgh'.split('').map((key) => open(key));
    expect(open('new')).toBeDefined();
    expect(taken.filter((each) => each?.destroyed)).toHaveLength(1);
  });

  it('counts requests, and refills as time passes', async () => {
    const granted = Array.from({ length: 15 }, () => visitors.asks('a')).filter(Boolean);
    expect(granted).toHaveLength(10);
    expect(visitors.asks('b')).toBe(true);
    await clock.advance(ms(3000)); // five were asked in vain, so six come back as one
    expect([visitors.asks('a'), visitors.asks('a')]).toEqual([true, false]);
  });

  it('refuses the sockets of an address that has used up its requests, and lets it in again after the longest rest', async () => {
    for (let i = 0; i < 10_000; i += 1) visitors.asks('a');
    expect(open('a')).toBeUndefined();
    await clock.advance(ms(4000));
    expect(open('a')).toBeDefined();
  });

  it('forgets the address that was quiet for longest, but none with a socket', () => {
    open('kept');
    for (let i = 0; i < 10; i += 1) visitors.asks('early');
    expect(visitors.asks('early')).toBe(false);
    for (const key of 'vwxyz') visitors.asks(key);
    expect(visitors.asks('early')).toBe(true);
    openAll('kept', 3);
    expect(open('kept')).toBeUndefined();
  });
});
