import type { SubsonicConfig } from '../../../config/schema.ts';
import { MOODS } from '../../../domain/emotion.ts';
import { sourceOrder } from '../../../music/choose/source-order.ts';
import { moodMatcher } from '../../../music/library/mood-matching.ts';
import type { ServerFault } from '../../../music/subsonic/fault.ts';
import { survey } from '../../../music/subsonic/fill.ts';
import { serverName } from '../../../music/subsonic/reply.ts';
import { MusicServer } from '../../../music/subsonic/server.ts';
import { systemClock } from '../../../shared/async/clock.ts';
import type { Check, Finding } from '../check.ts';
import { failing, fine, warning } from '../check.ts';
import { checkedMapping } from './mapping.ts';

/** The music server: whether it answers, which program it is, and which of its playlists are named after moods. */
export const musicServer: Check = async ({ music, subsonic }, { signal }) => {
  const mapping = await checkedMapping(music);
  if (!mapping.ok) return mapping.why;
  const isAsked = MOODS.some((mood) => sourceOrder(music, mapping.value)(mood).includes('subsonic'));
  if (subsonic.url === '')
    return isAsked
      ? warning('music.order names subsonic, and there is no music server', 'set subsonic.url, or take subsonic out of music.order')
      : fine('not needed: no mood asks subsonic');
  if (!isAsked) return warning('subsonic.url is set, and no mood asks subsonic', 'add subsonic to music.order');
  using server = new MusicServer(subsonic, systemClock);
  const answer = await server.ask('ping', {}, signal);
  if (!answer.ok) return faulty(server.place, answer.why);
  const surveyed = await survey({ server, matcher: moodMatcher(mapping.value), signal });
  if (!surveyed.ok) return faulty(server.place, surveyed.why);
  return well(
    `${serverName(answer.value)} at ${server.place}`,
    surveyed.value.playlists.map(({ name }) => name),
    subsonic,
  );
};

const faulty = (place: string, { detail }: ServerFault): Finding =>
  failing(
    `${place}: ${detail}`,
    'check the subsonic section, and whether the server is running; docs/music.md says what each server needs',
  );

function well(where: string, playlists: readonly string[], { password, password_file }: SubsonicConfig): Finding {
  const named =
    playlists.length === 0 ? 'no playlist is named after a mood, so genres decide' : `playlists of moods: ${playlists.join(', ')}`;
  const finding = `${where}; ${named}`;
  return password !== '' && password_file === ''
    ? warning(
        `${finding}; the password stands in the configuration`,
        'put it into a file of its own, and name that in subsonic.password_file',
      )
    : fine(finding);
}
