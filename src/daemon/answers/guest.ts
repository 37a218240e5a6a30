import type { CommandOrigin } from '../../domain/access.ts';
import { done, failed } from '../../domain/result.ts';
import type { GuestWord } from '../../domain/sound-guest.ts';
import { guestWordOf } from '../../domain/sound-guest.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { GUEST_ENDPOINTS } from '../../web/api/guest.ts';
import { knownLevel } from './known-level.ts';

/** What the endpoint for guests on the loudspeaker needs of the daemon. */
export type GuestParts = { guest(word: GuestWord, by: CommandOrigin): Promise<boolean> };

export const guestAnswers = (box: GuestParts): AnswersOf<typeof GUEST_ENDPOINTS> => ({
  'POST /api/guest': async (said, by) => {
    const word = guestWordOf(said);
    if (!word.ok) return failed({ sentence: word.why });
    return done({ free: await box.guest(word.value, { door: 'page', ...by, level: knownLevel(by) }) });
  },
});
