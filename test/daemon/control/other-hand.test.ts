import { expect, test } from 'vitest';
import { SteppingAside } from '../../../src/daemon/control/other-hand.ts';
import type { TransportState } from '../../../src/domain/group.ts';

function box(will: TransportState) {
  const state = { will };
  return { state, aside: new SteppingAside(() => state.will) };
}

test('stops for somebody else, and comes back when they have left', () => {
  const { aside, state } = box('playing');
  expect(aside.noticed('taken')).toEqual({ type: 'stop' });
  state.will = 'stopped';
  expect(aside.noticed('left')).toEqual({ type: 'play' });
  expect(aside.noticed('left')).toBeUndefined();
});

test('does not come back where somebody has stopped the music here, before or meanwhile', () => {
  const before = box('stopped');
  expect(before.aside.noticed('taken')).toBeUndefined();
  expect(before.aside.noticed('left')).toBeUndefined();
  const { aside, state } = box('playing');
  aside.noticed('taken');
  state.will = 'stopped';
  aside.commanded({ type: 'stop' });
  expect(aside.noticed('left')).toBeUndefined();
});

test('a pause by somebody else is a pause, unless the music is held here anyway', () => {
  expect(box('playing').aside.noticed('paused')).toEqual({ type: 'pause' });
  expect(box('stopped').aside.noticed('paused')).toBeUndefined();
  expect(box('paused').aside.noticed('resumed')).toEqual({ type: 'play' });
  expect(box('playing').aside.noticed('resumed')).toBeUndefined();
});

test('other commands do not end it', () => {
  const { aside, state } = box('playing');
  aside.noticed('taken');
  state.will = 'stopped';
  aside.commanded({ type: 'like' });
  expect(aside.noticed('left')).toEqual({ type: 'play' });
});
