import { expect, test } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { SourceHealth } from '../../src/music/source-health.ts';
import { FakeClock } from '../fakes/clock.ts';

const MINUTE = 60_000;

test('one unplayable track is no fault of its source, two are', () => {
  const unheard = new SourceHealth(new FakeClock());
  unheard.failed('youtube', 'unplayable');
  expect(unheard.skipped).toEqual([]);
  unheard.failed('youtube', 'unplayable');
  expect(unheard.skipped).toEqual(['youtube']);
});

test('a wait that came to nothing is enough, and a dead player is never the fault of a source', () => {
  const unheard = new SourceHealth(new FakeClock());
  for (let i = 0; i < 5; i += 1) unheard.failed('library', 'player-died');
  unheard.failed('youtube', 'timeout');
  expect(unheard.skipped).toEqual(['youtube']);
});

test('a source is passed over for minutes, ever longer while it stays so, an hour at most', async () => {
  const clock = new FakeClock();
  const unheard = new SourceHealth(clock);
  const spans: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    unheard.failed('youtube', 'timeout');
    let minutes = 0;
    for (; unheard.skipped.length > 0; minutes += 1) await clock.advance(ms(MINUTE));
    spans.push(minutes);
  }
  expect(spans[0]).toBeLessThanOrEqual(2);
  expect(spans[2]).toBeGreaterThan(spans[0] as number);
  expect(spans.at(-1)).toBeLessThanOrEqual(60);
});

test('one track that is heard forgets what was before', () => {
  const unheard = new SourceHealth(new FakeClock());
  unheard.failed('youtube', 'unplayable');
  unheard.heard('youtube');
  unheard.failed('youtube', 'unplayable');
  expect(unheard.skipped).toEqual([]);
});
