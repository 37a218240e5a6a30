import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** The last sign of life that a camera saw, and how long the camera has been lost since; `lostAt` is set while it is lost. */
type Witness = { readonly sign: Instant; readonly blind: Ms; readonly lostAt?: Instant };
/** By camera name. */
export type Witnesses = ReadonlyMap<string, Witness>;

/**
 * How long a lost camera can leave presence open. Longer than it takes to notice a loose plug or restart a router; short enough that a café
 * with a broken camera does not play music all night.
 */
export const WAITED_FOR = ms(30 * 60_000);

/** This camera has just seen a sign of life. */
export const witnessed = (before: Witnesses, camera: string, at: Instant): Witnesses =>
  new Map([...before, [camera, { sign: at, blind: ms(0) }]]);

/** The witnesses at a later moment, when these cameras are lost. */
export function missed(before: Witnesses, lost: ReadonlySet<string>, at: Instant): Witnesses {
  const changes = [...before].some(([camera, { lostAt }]) => lost.has(camera) !== (lostAt !== undefined));
  if (!changes) return before;
  return new Map([...before].map(([camera, witness]) => [camera, lost.has(camera) ? losing(witness, at) : regained(witness, at)]));
}

/**
 * Whether somebody may still be in view of a lost camera: its last sign of life was younger than `hold` when it was lost. Once the camera
 * is back, the rest of `hold` runs before its empty view counts.
 */
export const isMissed = (witnesses: Witnesses, hold: Ms, at: Instant): boolean =>
  [...witnesses.values()].some((witness) => {
    const blind = blindOf(witness, at);
    return blind > 0 && blind < WAITED_FOR && elapsed(witness.sign, at) - blind < hold;
  });

const losing = (witness: Witness, at: Instant): Witness => ({ lostAt: at, ...witness });
const regained = (witness: Witness, at: Instant): Witness => ({ sign: witness.sign, blind: blindOf(witness, at) });
const blindOf = ({ blind, lostAt }: Witness, at: Instant): Ms => (lostAt === undefined ? blind : ms(blind + elapsed(lostAt, at)));
