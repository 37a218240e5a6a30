import type { MusicSettings } from '../../src/daemon/control/policy.ts';
import { ms, share } from '../../src/domain/units.ts';
import type { MoodSettings } from '../../src/mood/room.ts';
import { swift } from '../mood/swift.ts';

/** The mood settings of these tests. */
export const moodDefaults: MoodSettings = {
  of: 'largest',
  hold: ms(3000),
  margin: share(0.1),
  min_confidence: share(0.4),
  away_after: ms(10_000),
  smoothing: ms(500),
  ...swift,
};

/** The music settings of these tests: the music follows the mood as soon as it may. */
export const musicDefaults: MusicSettings = {
  ...{ change: 'eager', change_after: ms(60_000), away: 'stop', away_fade: ms(30_000) },
  manner: 'match',
  lift_step: ms(300_000),
};
