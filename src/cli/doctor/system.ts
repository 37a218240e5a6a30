import { join } from 'node:path';
import type { BoxSystem, SystemSlot } from '../../domain/update.ts';
import { isWaiting, otherSlot, slotOf } from '../../domain/update.ts';
import { knownSystem } from '../../shared/known-system.ts';
import { KNOWN_SYSTEM } from '../../shared/update-files.ts';
import type { Check, Finding } from './check.ts';
import { fine, warning } from './check.ts';

/** The two slots of a box that was started from the image: what runs, what starts next, and why the last update did not stay. */
export const system: Check = async (_, { root }) => {
  const known = await knownSystem(join(root, KNOWN_SYSTEM));
  return known ? findingOf(known) : fine('not started from the image: the packages of this machine are updated by apt');
};

function findingOf(known: BoxSystem): Finding {
  const [running, other] = [known.running, otherSlot(known.running)].map((name) => slotOf(known, name)) as [SystemSlot, SystemSlot];
  const runs = `slot ${running.name} runs ${running.version ?? 'an unknown version'}`;
  if (running.state === 'trying')
    return warning(`${runs}, on trial with ${triesOf(running)} left`, 'it stays once the box has been well for a minute');
  if (isWaiting(known))
    return warning(`${runs}; ${other.version ?? 'an update'} waits in slot ${other.name}`, 'restart the box when it suits you');
  if (other.state === 'bad' && (other.used ?? 0) > 0)
    return warning(
      `${runs}; ${other.version ?? 'the update'} in slot ${other.name} did not stay: ${whyOf(known)}`,
      'install a newer update',
    );
  if (known.lastInstall?.ok === false)
    return warning(`${runs}; the last update was not installed: ${known.lastInstall.why}`, 'send it again');
  return fine(known.takesUpdates ? `${runs}; slot ${other.name}: ${other.version ?? other.state}` : `${runs}; this image takes no updates`);
}

const triesOf = ({ left = 0 }: SystemSlot): string => (left === 1 ? '1 try' : `${left} tries`);

function whyOf({ lastTry, running }: BoxSystem): string {
  if (!lastTry || lastTry.slot === running) return 'it did not get far enough to say why';
  return lastTry.why ?? 'it started and was never well: it hung, or was switched off';
}
