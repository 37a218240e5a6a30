import type { Config } from '../../config/schema.ts';
import { refusal } from '../../domain/refusal.ts';
import { done, failed } from '../../domain/result.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { VENUE_ENDPOINTS, VenueAnswer } from '../../web/api/venue.ts';
import { venueTerms } from '../venue/terms.ts';
import type { Venue } from '../venue/venue.ts';

/** `venue` is undefined if the box is not in one. */
export type VenueParts = { readonly config: Pick<Config, 'history' | 'venue_people'>; readonly venue: Venue | undefined };

export const venueAnswers = ({ config, venue }: VenueParts): AnswersOf<typeof VENUE_ENDPOINTS> => ({
  'GET /api/venue': async () => done(told(config, venue)),
  'POST /api/venue/confirm': async (terms) => {
    if (!venue) return failed(refusal('no_venue'));
    const confirmed = await venue.confirm(terms, 'page');
    return confirmed.ok ? done(told(config, venue)) : confirmed;
  },
});

function told({ history, venue_people }: VenueParts['config'], venue: Venue | undefined): VenueAnswer {
  const confirmed = venue?.confirmed();
  return {
    on: venue !== undefined,
    people: venue ? venue_people : 1,
    days: history.enabled ? history.keep_days : null,
    ...(venue?.terms ?? venueTerms({ history, venue_people: 1 })),
    confirmed: confirmed ? { at: confirmed.at, by: confirmed.by } : null,
  };
}
