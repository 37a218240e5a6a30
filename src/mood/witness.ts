import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** The last sign of life that one camera saw, and for how long it has been lost since: until `lostAt`, and from then on. */
type Witness = { readonly sign: Instant; readonly blind: Ms; readonly lostAt?: Instant };
/** By the name of the camera. */
export type Witnesses = ReadonlyMap<string, Witness>;

/**
 * For so long the word of a lost camera is waited for. Longer than it takes to find a loose plug or to start a router again; short enough that music does not
 * play all week for an empty café with a broken camera.
 */
export const WAITED_FOR = ms(30 * 60_000);

/** This camera has just seen somebody, or something that moved. */
export const witnessed = (before: Witnesses, camera: string, at: Instant): Witnesses =>
  new Map([...before, [camera, { sign: at, blind: ms(0) }]]);

/** The witnesses a moment later, at which these cameras are lost. */
export function missed(before: Witnesses, lost: ReadonlySet<string>, at: Instant): Witnesses {
  const changes = [...before].some(([camera, { lostAt }]) => lost.has(camera) !== (lostAt !== undefined));
  if (!changes) return before;
  return new Map([...before].map(([camera, witness]) => [camera, lost.has(camera) ? losing(witness, at) : regained(witness, at)]));
}

/**
 * Whether somebody may still be where only a lost camera could see them: its last sign of life had not been over for `hold` when it was lost. A camera that
 * is back first looks for the rest of that time.
 */
export const isMissed = (witnesses: Witnesses, hold: Ms, at: Instant): boolean =>
  [...witnesses.values()].some((witness) => {
    const blind = blindOf(witness, at);
    return blind > 0 && blind < WAITED_FOR && elapsed(witness.sign, at) - blind < hold;
  });

const losing = (witness: Witness, at: Instant): Witness => ({ lostAt: at, ...witness });
const regained = (witness: Witness, at: Instant): Witness => ({ sign: witness.sign, blind: blindOf(witness, at) });
const blindOf = ({ blind, lostAt }: Witness, at: Instant): Ms => (lostAt === undefined ? blind : ms(blind + elapsed(lostAt, at)));
