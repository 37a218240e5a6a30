import { isWithin } from '../../config/hours.ts';
import type { PlayerConfig } from '../../config/schema.ts';
import type { Percent } from '../../domain/units.ts';
import { percent } from '../../domain/units.ts';

/** The loudest volume allowed at that local time: `player.quiet_volume` in the quiet hours, which may span midnight. */
export function ceilingAt(moment: Date, { quiet_hours, quiet_volume }: Pick<PlayerConfig, 'quiet_hours' | 'quiet_volume'>): Percent {
  return isWithin(quiet_hours, moment) ? quiet_volume : percent(100);
}
