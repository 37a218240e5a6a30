import type { PlayerConfig } from '../config/schema.ts';
import type { Percent } from '../domain/units.ts';
import { percent } from '../domain/units.ts';

/** How loud it may be at that moment, by the clock on the wall: `player.quiet_volume` in the quiet hours, which may go over midnight. */
export function ceilingAt(moment: Date, { quiet_hours, quiet_volume }: Pick<PlayerConfig, 'quiet_hours' | 'quiet_volume'>): Percent {
  const [from, to] = quiet_hours.split('-').map(minuteOf);
  if (from === undefined || to === undefined) return percent(100);
  const now = moment.getHours() * 60 + moment.getMinutes();
  const quiet = from <= to ? now >= from && now < to : now >= from || now < to;
  return quiet ? quiet_volume : percent(100);
}

/** Minutes since midnight of `22:00`. */
function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
