import type { Config } from '../config/schema.ts';
import { ms } from '../domain/units.ts';
import type { MoodSettings } from '../mood/room.ts';

/** How presence, expression and mood are derived. The older key `mood.away_after` still applies: nobody is away sooner than that. */
export const moodSettings = ({
  mood,
  presence,
  venue,
  venue_people,
}: Pick<Config, 'mood' | 'presence'> & Partial<Pick<Config, 'venue' | 'venue_people'>>): MoodSettings => ({
  ...mood,
  ...(venue && { people: venue_people }),
  presence: { hold: ms(Math.max(presence.hold, mood.away_after)) },
});
