import type { Moment } from './units.ts';

/** The two places for the system on a box that was started from the image. One runs; an update goes to the other. */
export const SLOTS = ['a', 'b'] as const;
export type SlotName = (typeof SLOTS)[number];

/**
 * good: it has been well for a minute. trying: its starts are counted until then. bad: it is not started, because it was never well or is
 * being written. empty: nothing has been put there yet.
 */
export const SLOT_STATES = ['good', 'trying', 'bad', 'empty'] as const;

/** A slot. `left` and `used`: how many tries it has, and has had; only while they are counted, or when they are used up. */
export type SystemSlot = {
  readonly name: SlotName;
  readonly state: (typeof SLOT_STATES)[number];
  readonly version?: string;
  readonly left?: number;
  readonly used?: number;
};

/** What came of the newest try of an update. `begun`: it started, and neither became well nor said why. */
export const TRY_OUTCOMES = ['begun', 'good', 'failed'] as const;
export type LastTry = {
  readonly slot: SlotName;
  readonly at: Moment;
  readonly outcome: (typeof TRY_OUTCOMES)[number];
  /** What was not well, in a sentence. */
  readonly why?: string;
};

/** How the newest installation ended. `why`: in RAUC's words, if it failed. */
export type LastInstall = { readonly at: Moment; readonly ok: boolean; readonly version?: string; readonly why?: string };

/** What is known of the system of a box from the image. `next`: the slot that starts next. `percent`: how far an installation is. */
export type BoxSystem = {
  readonly running: SlotName;
  readonly next: SlotName;
  readonly slots: readonly SystemSlot[];
  /** The image has the certificate of somebody who makes updates. */
  readonly takesUpdates: boolean;
  readonly percent?: number;
  readonly lastInstall?: LastInstall;
  readonly lastTry?: LastTry;
};

export const slotOf = ({ slots }: Pick<BoxSystem, 'slots'>, name: SlotName): SystemSlot =>
  slots.find((each) => each.name === name) ?? { name, state: 'empty' };

/** The slot that does not run. */
export const otherSlot = (name: SlotName): SlotName => (name === 'a' ? 'b' : 'a');

/** Whether the next start is one into an update. */
export const isWaiting = ({ next, running }: Pick<BoxSystem, 'next' | 'running'>): boolean => next !== running;

/** Why nothing can be installed now, as the code of a refusal; undefined: something can. */
export function notNow(system: BoxSystem): 'update_no_certificate' | 'update_runs' | 'update_on_trial' | undefined {
  if (!system.takesUpdates) return 'update_no_certificate';
  if (system.percent !== undefined) return 'update_runs';
  return slotOf(system, system.running).state === 'good' ? undefined : 'update_on_trial';
}

/** The numbers of a version, such as 0.9.1+20261127, decide; a missing one is 0. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((each) => each.split(/\D+/).filter(Boolean).map(Number)) as [number[], number[]];
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find((i) => (a[i] ?? 0) !== (b[i] ?? 0));
  return at !== undefined && (a[at] ?? 0) > (b[at] ?? 0);
}
