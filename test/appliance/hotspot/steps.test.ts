import { describe, expect, test } from 'vitest';
import type { HotspotAction, HotspotEvent, HotspotState } from '../../../src/appliance/hotspot/steps.ts';
import { hotspotBegun, hotspotStep, isWanted } from '../../../src/appliance/hotspot/steps.ts';
import { instant } from '../../../src/domain/units.ts';

const NOTHING = { cable: false, wifi: false, known: false };
const HOME = { network: { ssid: 'Home', password: 'let me in', hidden: false }, country: 'DE' };
const at = (seconds: number) => instant(seconds * 1000);
const looked = (seconds: number, sees: Partial<typeof NOTHING> = {}): HotspotEvent => ({
  kind: 'looked',
  at: at(seconds),
  ...NOTHING,
  ...sees,
});
const typed = (seconds: number): HotspotEvent => ({ kind: 'typed', at: at(seconds), typed: HOME });

/** What is done over a course of events, and how it stands then. */
function after(...events: readonly HotspotEvent[]): { readonly state: HotspotState; readonly done: readonly string[] } {
  const start = hotspotBegun(at(0));
  const done: HotspotAction[] = [...start.actions];
  const state = events.reduce<HotspotState>((before, event) => {
    const step = hotspotStep(before, event);
    done.push(...step.actions);
    return step.state;
  }, start.state);
  return { state, done: done.map(({ kind, ...rest }) => ('failed' in rest ? `${kind} after ${rest.failed}` : kind)) };
}

describe('a hotspot is wanted', () => {
  const fresh = { ...NOTHING, requested: false, wasOnline: false };
  test.each([
    [true, 'on a box that never had a network', fresh],
    [false, 'where a cable is in', { ...fresh, cable: true }],
    [false, 'where Wi-Fi is connected', { ...fresh, wifi: true }],
    [false, 'on a box that had a network: the router may be off', { ...fresh, wasOnline: true }],
    [true, 'on request, after a move', { ...fresh, wasOnline: true, requested: true }],
    [true, 'on request, although Wi-Fi is connected', { ...fresh, wifi: true, wasOnline: true, requested: true }],
    [false, 'never where a cable is in, request or not', { ...fresh, cable: true, requested: true }],
  ])('%s: %s', (wanted, _, before) => expect(isWanted(before)).toBe(wanted));
});

test('it ends by itself after a quarter of an hour', () => {
  expect(after(looked(899)).state.kind).toBe('open');
  expect(after(looked(900))).toEqual({ state: { kind: 'over', why: 'time' }, done: ['open', 'close'] });
});

test('what was typed is kept and tried, after the page has said so; a connection ends it', () => {
  expect(after(typed(60), looked(61)).done).toEqual(['open']);
  expect(after(typed(60), looked(63)).done).toEqual(['open', 'keep', 'close']);
  expect(after(typed(60), looked(63), looked(80, { wifi: true }))).toEqual({
    state: { kind: 'over', why: 'connected', typed: HOME },
    done: ['open', 'keep', 'close'],
  });
});

test('a wrong password is taken back after a minute, and the hotspot is there again and says so', () => {
  const { state, done } = after(typed(60), looked(63), looked(122), looked(123));
  expect(done).toEqual(['open', 'keep', 'close', 'undo', 'open after Home']);
  expect(state).toMatchObject({ kind: 'open', until: at(900) });
});

test('a wrong password at the very end does not make it any longer', () =>
  expect(after(typed(880), looked(883), looked(943))).toEqual({
    state: { kind: 'over', why: 'time' },
    done: ['open', 'keep', 'close', 'undo'],
  }));

test('known networks are tried every two minutes, without what was typed being in the way', () => {
  const known = { known: true };
  expect(after(looked(119, known)).done).toEqual(['open']);
  expect(after(looked(120, known), looked(144, known)).done).toEqual(['open', 'close']);
  expect(after(looked(120, known), looked(145, known), looked(264, known)).done).toEqual(['open', 'close', 'open']);
  expect(after(looked(120, known), looked(145, known), looked(265, known)).done).toEqual(['open', 'close', 'open', 'close']);
  expect(after(looked(120, known), looked(130, { ...known, wifi: true })).state).toEqual({ kind: 'over', why: 'connected' });
});

test('nobody who looks at the page loses it to such a try, and without known networks there is none', () => {
  const used: HotspotEvent = { kind: 'used', at: at(110) };
  expect(after(used, looked(120, { known: true }), looked(169, { known: true })).done).toEqual(['open']);
  expect(after(used, looked(170, { known: true })).done).toEqual(['open', 'close']);
  expect(after(looked(500)).done).toEqual(['open']);
});

test('a cable that is plugged in ends it at any moment', () => {
  const cable = { cable: true };
  expect(after(looked(30, cable))).toEqual({ state: { kind: 'over', why: 'connected' }, done: ['open', 'close'] });
  expect(after(typed(30), looked(31, cable)).done).toEqual(['open', 'close']);
  expect(after(typed(30), looked(33), looked(34, cable))).toEqual({
    state: { kind: 'over', why: 'connected' },
    done: ['open', 'keep', 'close'],
  });
});

test('a radio that cannot be a hotspot, or a page that died, ends it', () =>
  expect(after({ kind: 'broken', at: at(1) })).toEqual({ state: { kind: 'over', why: 'failed' }, done: ['open', 'close'] }));

test('once it is over, nothing happens any more; what is typed twice counts once', () => {
  expect(after(looked(900), typed(901), looked(902, { cable: true }), { kind: 'broken', at: at(903) }).done).toEqual(['open', 'close']);
  expect(after(typed(60), typed(61), looked(63)).done).toEqual(['open', 'keep', 'close']);
});
