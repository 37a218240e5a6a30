import { expect, test } from 'vitest';
import { NoMusicAlarm } from '../../../src/daemon/playback/no-music-alarm.ts';
import { ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { FakePlayer } from '../../fakes/player.ts';

test('a minute without music raises an alarm, logged once; music ends it, and that is logged too', async () => {
  const [clock, log, player] = [new FakeClock(), new FakeLog(), new FakePlayer()];
  const alarm = new NoMusicAlarm({ clock, log, player });
  alarm.missed('happy');
  await clock.advance(ms(59_999));
  alarm.missed('happy');
  expect(alarm.isAlarmed).toBe(false);
  await clock.advance(ms(1));
  alarm.missed('happy');
  alarm.missed('happy');
  expect(alarm.isAlarmed).toBe(true);
  expect(log.events).toEqual(['music.silent']);
  alarm.over('happy');
  expect(alarm.isAlarmed).toBe(false);
  expect(log.events).toEqual(['music.silent', 'music.back']);
});
