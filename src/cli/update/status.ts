import { readSystem, tellSystem } from '../../appliance/update/system.ts';
import { assertNever } from '../../domain/assert-never.ts';
import { printable } from '../../domain/one-line.ts';
import type { BoxSystem, LastInstall, LastTry, SystemSlot } from '../../domain/update.ts';
import { isWaiting } from '../../domain/update.ts';
import { FixableError } from '../../shared/fixable-error.ts';
import type { UpdateAction } from './world.ts';

export const status: UpdateAction = async ({ io, installer, places }, { json, keep }) => {
  const system = await readSystem(places, installer);
  if (!system.ok) throw new FixableError(`RAUC: ${system.why}`);
  if (keep) await tellSystem(places, system.value);
  if (json) io.out(JSON.stringify(system.value));
  else for (const line of statusLines(system.value)) io.out(printable(line));
  return true;
};

/** What is known of the slots, a line for each thing. */
export function statusLines(system: BoxSystem): readonly string[] {
  return [
    ...system.slots.map((slot) => `slot ${slot.name}  ${slot.version ?? '-'}  ${slotText(slot)}${marks(system, slot)}`),
    ...(system.takesUpdates ? [] : ['this image takes no updates: it was built without the certificate of anybody who makes them']),
    ...(system.lastInstall ? [installText(system.lastInstall)] : []),
    ...(system.lastTry ? [tryText(system, system.lastTry)] : []),
  ];
}

const marks = ({ next, running }: BoxSystem, { name }: SystemSlot): string =>
  `${name === running ? ', runs' : ''}${isWaiting({ next, running }) && name === next ? ', starts next' : ''}`;

function slotText({ left = 0, state, used = 0 }: SystemSlot): string {
  switch (state) {
    case 'good':
      return 'good';
    case 'trying':
      return `on trial: ${left} of ${left + used} tries left`;
    case 'bad':
      return used > 0 ? `is not started: ${used} tries were used up` : 'is not started';
    case 'empty':
      return 'empty';
    default:
      return assertNever(state);
  }
}

const installText = ({ at, ok, version, why }: LastInstall): string =>
  `last installation  ${dateOf(at)}  ${ok ? `${version ?? 'an update'} was installed` : `failed: ${why ?? 'no reason given'}`}`;

function tryText({ running }: BoxSystem, { at, outcome, slot, why }: LastTry): string {
  const came = {
    good: 'was well',
    begun: slot === running ? 'is being tried' : 'began, and was never well: it hung, or was switched off',
    failed: `failed: ${why ?? 'it gave no reason'}`,
  };
  return `last try  ${dateOf(at)}  slot ${slot} ${came[outcome]}`;
}

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
