import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { loadMapping } from '../../src/music/mapping.ts';
import { openSources } from '../../src/music/open.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';

const opened = (order: readonly string[]): readonly string[] => {
  const { music } = loadConfig({ env: {}, overrides: { 'music.order': order } });
  const world = { clock: new FakeClock(), log: new FakeLog(), mapping: loadMapping(music.mapping, music.preset), stateDir: '/nonexistent' };
  return openSources(music, world).map(({ name }) => name);
};

test.each([[['youtube', 'library', 'loops']], [['loops', 'youtube']], [['streams']]])(
  'the sources come in the configured order: %j',
  (order) => expect(opened(order)).toEqual(order),
);

test('a source that is named twice is opened once', () => expect(opened(['loops', 'library', 'loops'])).toEqual(['loops', 'library']));
