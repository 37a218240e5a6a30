import type { Config } from '../../config/schema.ts';
import type { Command } from '../../domain/command.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';
import type { Confirmation } from './confirmation.ts';
import { readConfirmation, writeConfirmation } from './confirmation.ts';
import type { VenueTerms } from './terms.ts';
import { areSame, venueTerms } from './terms.ts';

/** A box where the public is. Its camera stays off until somebody has confirmed that the notice hangs. */
export interface Venue {
  /** What is to be confirmed. */
  readonly terms: VenueTerms;
  /** The confirmation of these very terms. Read anew each time: `moodbox venue confirm` writes it from another process. */
  confirmed(): Confirmation | undefined;
  /** Confirms the terms that somebody has read. Refuses others than today's, and a disk that cannot be written to. */
  confirm(read: VenueTerms, by: Confirmation['by']): Promise<Result<Confirmation, Refusal>>;
  /** Why this command is not carried out; undefined if nothing speaks against it. */
  refusal(command: Command): Refusal | undefined;
}

type VenueWorld = { readonly stateDir: string; readonly today: () => Moment };

/** The venue of the configuration; undefined if the box is not in one. */
export function venueOf(config: Pick<Config, 'history' | 'venue' | 'venue_people'>, { stateDir, today }: VenueWorld): Venue | undefined {
  if (!config.venue) return undefined;
  const terms = venueTerms(config);
  const confirmed = (): Confirmation | undefined => {
    const kept = readConfirmation(stateDir);
    return kept && areSame(kept, terms) ? kept : undefined;
  };
  return {
    terms,
    confirmed,
    confirm: async (read, by) => {
      if (!areSame(read, terms)) return failed(refusal('notice_changed'));
      const confirmation: Confirmation = { ...terms, at: today(), by };
      return kept(writeConfirmation(stateDir, confirmation), confirmation);
    },
    refusal: (command) => {
      // A wearable speaks of one person, and in a venue nobody is read alone.
      if (command.type === 'sense') return refusal('senses_in_venue');
      return command.type === 'camera' && command.on && !confirmed() ? refusal('notice_unconfirmed') : undefined;
    },
  };
}

async function kept(writing: Promise<void>, confirmation: Confirmation): Promise<Result<Confirmation, Refusal>> {
  try {
    await writing;
    return done(confirmation);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === undefined) throw err;
    return failed(refusal('notice_unwritable'));
  }
}
