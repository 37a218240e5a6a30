import { boolean, description, number, object, optional, picklist, pipe, string, union } from 'valibot';
import { GUEST_STATES } from '../../domain/sound-guest.ts';
import { endpoint } from './endpoint.ts';

const span = union([number(), string()], 'say "lease" in seconds, or as a length of time such as "2h"');

/** What a guest on the loudspeaker says. `guestWordOf` knows the rest. */
const GUEST_WORD = object({
  name: pipe(string('name what plays, such as "AirPlay"'), description('What plays, such as "AirPlay"; 40 characters at most.')),
  state: picklist(GUEST_STATES, 'say "state" as "playing" or "gone"'),
  title: optional(pipe(string('"title" is a text'), description('What it plays.'))),
  lease: optional(
    pipe(span, description('How long it counts as there if nothing more is heard of it: seconds, or such as "2h"; a day at most.')),
  ),
});

export const GUEST_ENDPOINTS = {
  'POST /api/guest': endpoint({
    level: 'household',
    summary:
      'Another program plays on the loudspeaker, or no longer does. Answers when the music has faded out and the sound device is free (`free`), or after some seconds.',
    input: GUEST_WORD,
    output: object({ free: boolean() }),
  }),
} as const;
