import type { Config } from '../../config/schema.ts';

/**
 * The version of what the notice says, in all its languages. Raise it with every change of its meaning: whoever has confirmed an older one
 * is then asked again.
 */
export const NOTICE_WORDING = 1;

/** What somebody confirms: the wording of the notice, and what is kept of the people in the room, in a sentence. */
export type VenueTerms = { readonly wording: number; readonly keeps: string };

/** The terms that follow from the configuration. */
export const venueTerms = ({ history, venue_people }: Pick<Config, 'history' | 'venue_people'>): VenueTerms => ({
  wording: NOTICE_WORDING,
  keeps: history.enabled
    ? `moods of ${venue_people} people or more, and the music, for ${history.keep_days} ${history.keep_days === 1 ? 'day' : 'days'}`
    : 'nothing',
});

export const areSame = (one: VenueTerms, other: VenueTerms): boolean => one.wording === other.wording && one.keeps === other.keeps;
