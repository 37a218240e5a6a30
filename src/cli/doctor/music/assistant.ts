import { MOODS } from '../../../domain/emotion.ts';
import { sourceOrder } from '../../../music/choose/source-order.ts';
import { moodMatcher } from '../../../music/library/mood-matching.ts';
import { AssistantLink } from '../../../music-assistant/link.ts';
import { Programmes } from '../../../music-assistant/programmes.ts';
import { daysLeftIn, RENEWAL } from '../../../music-assistant/token.ts';
import { systemClock, today } from '../../../shared/async/clock.ts';
import type { Check, Finding } from '../check.ts';
import { failing, fine, silentLog, warning } from '../check.ts';
import { checkedMapping } from './mapping.ts';

/** Music Assistant: whether it answers and takes the token, whether the player is there, and which playlists are named after moods. */
export const musicAssistant: Check = async ({ music, music_assistant }, { signal }) => {
  const mapping = await checkedMapping(music);
  if (!mapping.ok) return mapping.why;
  const isAsked = MOODS.some((mood) => sourceOrder(music, mapping.value)(mood).includes('music_assistant'));
  if (music_assistant.url === '')
    return isAsked
      ? warning(
          'music.order names music_assistant, and there is no Music Assistant',
          'set music_assistant.url, or take music_assistant out of music.order',
        )
      : fine('not needed: no mood asks Music Assistant');
  if (!isAsked) return warning('music_assistant.url is set, and no mood asks Music Assistant', 'add music_assistant to music.order');
  await using link = new AssistantLink(music_assistant, { clock: systemClock, log: silentLog, today });
  await link.settled(signal);
  if (link.fault) return faulty(link.place, link.fault.detail);
  const programmes = new Programmes(link, { matcher: moodMatcher(mapping.value), clock: systemClock, random: Math.random });
  const named = await programmes.playlists(undefined, signal);
  if (!named.ok) return faulty(link.place, named.why.detail);
  return well(
    link.place,
    named.value.map(({ name }) => name),
    music_assistant.token_file,
  );
};

const faulty = (place: string, detail: string): Finding =>
  failing(
    `${place}: ${detail}`,
    'check the music_assistant section, and whether the server and the player are running; docs/music.md says how',
  );

function well(place: string, playlists: readonly string[], tokenFile: string): Finding {
  const named =
    playlists.length === 0 ? 'no playlist is named after a mood, so searches decide' : `playlists of moods: ${playlists.join(', ')}`;
  const finding = `${place} and its player are there; ${named}`;
  const days = daysLeftIn(tokenFile, today());
  return days === undefined ? fine(finding) : warning(`${finding}; the token ends in ${days} days, as far as is known`, RENEWAL);
}
