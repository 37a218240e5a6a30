import { loadConfig } from '../../src/config/load.ts';
import type { BoxParts } from '../../src/daemon/answers/box.ts';
import { boxAnswers } from '../../src/daemon/answers/box.ts';
import type { Report } from '../../src/domain/report.ts';
import { done } from '../../src/domain/result.ts';
import { NOTHING_COUNTED } from '../../src/domain/tally.ts';
import { moment } from '../../src/domain/units.ts';
import { LogRing } from '../../src/shared/log-ring.ts';
import { FakeClock } from './clock.ts';
import { stateFolder } from './web-config.ts';

/** A box with the default settings, whose doctor finds nothing wrong. */
export const fakeBoxParts = (now: Report, change: Partial<BoxParts> = {}): BoxParts => ({
  config: loadConfig({ env: {} }),
  stateDir: stateFolder(),
  version: '0.1.0',
  clock: new FakeClock(),
  today: () => moment(1_790_000_000_000),
  ring: new LogRing(),
  report: () => now,
  eyes: () => 'turning',
  tally: () => NOTHING_COUNTED,
  errand: async () => done(Buffer.from('[]')),
  lastUpdate: () => undefined,
  mpv: async () => '0.40.0',
  sayAddress: async () => done(undefined),
  units: async () => 'Id=moodbox.service\n',
  ...change,
});

export const fakeBoxAnswers = (now: Report, change: Partial<BoxParts> = {}): ReturnType<typeof boxAnswers> =>
  boxAnswers(fakeBoxParts(now, change));
