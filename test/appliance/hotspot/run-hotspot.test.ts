import { expect, test } from 'vitest';
import type { HotspotParts, PageEvents } from '../../../src/appliance/hotspot/run-hotspot.ts';
import { runHotspot } from '../../../src/appliance/hotspot/run-hotspot.ts';
import type { NetworkSight } from '../../../src/appliance/hotspot/steps.ts';
import { elapsed, instant, later } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/shared/async/clock.ts';

const HOME = { network: { ssid: 'Home', password: 'let me in', hidden: false } };

/** A made-up evening: time passes as fast as it is asked for, and `script` happens at its second. */
function evening(script: Readonly<Record<number, (page: PageEvents) => void>>, change: Partial<HotspotParts> = {}) {
  const done: string[] = [];
  let sees: NetworkSight = { cable: false, wifi: false, known: false };
  let page: PageEvents | undefined;
  let now = instant(0);
  const clock: Clock = {
    now: () => now,
    sleep: async (span) => {
      now = later(now, span);
      const second = elapsed(instant(0), now) / 1000;
      if (page) script[second]?.(page);
    },
  };
  const parts: HotspotParts = {
    ...{ clock, signal: new AbortController().signal },
    radio: {
      open: async () => (done.push('open') > 0 ? 'moodbox-3F2A' : undefined),
      close: async (restart) => void done.push(restart ? 'close, new country' : 'close'),
    },
    page: ({ failed, on }) => {
      page = on;
      done.push(failed === undefined ? 'page' : `page after ${failed}`);
      return { [Symbol.asyncDispose]: async () => void done.push('page ends') };
    },
    look: async () => sees,
    keep: async ({ network }) => {
      done.push(`keep ${network.ssid}`);
      return async () => void done.push('undo');
    },
    onOpen: (name) => void done.push(name),
    ...change,
  };
  return { done, run: () => runHotspot(parts), see: (what: Partial<NetworkSight>) => (sees = { ...sees, ...what }) };
}

test('an evening that works: the page is closed before the radio leaves, and the profile is written before that', async () => {
  const it = evening({ 40: (page) => page.typed({ ...HOME, country: 'DE' }), 50: () => it.see({ wifi: true }) });
  expect(await it.run()).toEqual({ kind: 'over', why: 'connected', typed: { ...HOME, country: 'DE' } });
  expect(it.done).toEqual(['open', 'moodbox-3F2A', 'page', 'keep Home', 'page ends', 'close, new country']);
});

test('a wrong password: the hotspot comes back, and ends with its time', async () => {
  const it = evening({ 40: (page) => page.typed(HOME) });
  expect(await it.run()).toEqual({ kind: 'over', why: 'time' });
  expect(it.done.slice(3)).toEqual([
    ...['keep Home', 'page ends', 'close', 'undo', 'open', 'moodbox-3F2A', 'page after Home'],
    ...['page ends', 'close'],
  ]);
});

test('a radio that refuses is let go, and said', async () => {
  const it = evening({}, { radio: { open: async () => undefined, close: async () => void it.done.push('close') } });
  expect(await it.run()).toEqual({ kind: 'over', why: 'failed' });
  expect(it.done).toEqual(['close']);
});

test('a page that dies ends it', async () => {
  const it = evening({ 5: (page) => page.ended() });
  expect(await it.run()).toEqual({ kind: 'over', why: 'failed' });
});

test('somebody who floods the page with networks is heard once', async () => {
  const flood = (page: PageEvents): void => {
    for (let each = 0; each < 10_000; each += 1) page.typed({ network: { ...HOME.network, ssid: `N${each}` } });
  };
  const it = evening({ 5: flood, 20: () => it.see({ wifi: true }) });
  expect(await it.run()).toMatchObject({ why: 'connected', typed: { network: { ssid: 'N0' } } });
});

test('whatever breaks, the radio is a client again', async () => {
  const it = evening({ 5: (page) => page.typed(HOME) }, { keep: () => Promise.reject(new Error('disk full')) });
  await expect(it.run()).rejects.toThrow('disk full');
  expect(it.done.at(-1)).toBe('close');
});
