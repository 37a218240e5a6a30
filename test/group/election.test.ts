import { describe, expect, test } from 'vitest';
import type { PeerView } from '../../src/domain/group.ts';
import { electedOf } from '../../src/group/election.ts';
import { chance, shuffled } from '../fixtures/chance.ts';
import { plays, viewFrom } from './made.ts';

const elected = (...views: PeerView[]) => electedOf(views)?.id;
const silent = { sound: false };

describe('electedOf', () => {
  test('the lowest id begins', () => expect(elected(viewFrom('c'), viewFrom('a'), viewFrom('b'))).toBe('a'));

  test('one that plays stays, whoever else comes', () =>
    expect(elected(viewFrom('a'), viewFrom('b', { role: plays(1) }), viewFrom('c'))).toBe('b'));

  test('of two that play, the later decision counts; of two equal ones, the lower id', () => {
    expect(elected(viewFrom('a', { role: plays(3) }), viewFrom('b', { role: plays(4) }))).toBe('b');
    expect(elected(viewFrom('b', { role: plays(4) }), viewFrom('a', { role: plays(4) }))).toBe('a');
  });

  test('a box without a loudspeaker plays only if none has one', () => {
    expect(elected(viewFrom('a', { ...silent, role: plays(7) }), viewFrom('b'))).toBe('b');
    expect(elected(viewFrom('a', silent), viewFrom('b', silent))).toBe('a');
  });

  test('a box that is still listening is not elected', () => {
    expect(elected(viewFrom('a', { role: { kind: 'joining' } }), viewFrom('b'))).toBe('b');
    expect(elected(viewFrom('a', { role: { kind: 'joining' } }))).toBeUndefined();
  });

  test.each(Array.from({ length: 50 }, (_, seed) => seed + 1))('is the same in whatever order the views came (%i)', (seed) => {
    const random = chance(seed);
    const roles = [{ kind: 'joining' }, { kind: 'ready' }, plays(1), plays(2), plays(3)] as const;
    const views = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, index) =>
      viewFrom(`box-${index}`, { sound: random() < 0.7, role: roles[Math.floor(random() * roles.length)] ?? roles[0] }),
    );
    const orders = Array.from({ length: 10 }, () => electedOf(shuffled(views, random)));
    expect(new Set(orders).size).toBe(1);
  });
});
