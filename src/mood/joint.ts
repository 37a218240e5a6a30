import { evened } from '../domain/emotion.ts';
import type { SightNews } from '../domain/group.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { RoomReading } from './reading.ts';
import { blended, certainty } from './weighting.ts';

/** A better sight than the present one is still reported for this long, just as a single room ignores a blink of the detector. */
const BLINK = ms(1000);
const WORTH: Readonly<Record<SightNews['kind'], number>> = { blind: 0, nobody: 1, unsure: 2, sure: 3 };

/** A sight, and when it was seen. */
export type Glimpse = { readonly sight: SightNews; readonly at: Instant };

/** What is seen: the reading, the faces in sight, and the ids of those that are unsure. */
type Seen = { readonly reading: RoomReading; readonly inSight: readonly unknown[]; readonly unsure: ReadonlySet<number> };

/**
 * What a camera reports of what it sees, to be joined with other cameras. With `largest` the scores stand for one face, with `group` for
 * every face that counts. They add up to 1, as other boxes expect.
 */
export function sightOf({ reading, inSight, unsure }: Seen, of: 'largest' | 'group'): SightNews {
  if (reading.kind === 'nobody') return { kind: 'nobody' };
  const counted = reading.kind === 'sure' ? inSight.length - unsure.size : inSight.length;
  return { kind: reading.kind, faces: of === 'largest' ? 1 : Math.max(1, counted), scores: evened(reading.scores) };
}

/**
 * The sight to report. Views are reported once a second, and one frame in which the detector lost a face must not stand for all of them.
 * A camera that was switched off is reported at once.
 */
export function steadied(before: Glimpse | undefined, sight: SightNews, at: Instant): Glimpse {
  const better = before && sight.kind !== 'blind' && WORTH[before.sight.kind] > WORTH[sight.kind];
  return better && elapsed(before.at, at) <= BLINK ? before : { sight, at };
}

/**
 * The readings of several boxes or cameras as one. If any is sure, the unsure ones are left out; each weighs as much as its faces and
 * their certainty. If none sees anybody, nobody is there. The order of the sights decides the last digits of the sums: sort them by box.
 */
export function jointReading(sights: readonly SightNews[]): RoomReading {
  for (const kind of ['sure', 'unsure'] as const) {
    const parts = sights.flatMap((sight) =>
      sight.kind === kind ? [{ scores: sight.scores, weight: sight.faces * certainty(sight.scores) }] : [],
    );
    const scores = blended(parts);
    if (scores) return { kind, scores };
  }
  return { kind: 'nobody' };
}
