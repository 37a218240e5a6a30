import type { SystemSlot } from '../../../../src/domain/update.ts';
import { otherSlot, slotOf } from '../../../../src/domain/update.ts';
import type { UpdateAnswer } from '../../../../src/web/api/update-shapes.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';

const t = words('upkeep');

type System = NonNullable<UpdateAnswer['system']>;

const versionOf = (version: string | undefined): string => version ?? t('system_unknown');

/** What a slot holds, and what becomes of it. */
export function slotWords({ next, running }: System, { left = 0, name, state, version: known }: System['slots'][number]): string {
  const version = versionOf(known);
  if (state === 'trying' && name === running) return t('system_trying', { version, left });
  if (name === running) return t('system_runs', { version });
  if (name === next) return t('system_next', { version });
  return state === 'empty' ? t('system_empty') : t(state === 'bad' ? 'system_bad' : 'system_good', { version });
}

/** How far an update is, or what came of the last one; empty if there is nothing to say. */
export function systemWords({ fetching, system, trouble }: UpdateAnswer): string {
  if (!system) return '';
  const [running, other] = [slotIn(system, system.running), slotIn(system, otherSlot(system.running))];
  if (!system.takesUpdates) return t('system_no_certificate');
  if (system.percent !== undefined) return t('system_installing', { share: percentOf(system.percent / 100) });
  if (fetching !== undefined) return t('system_fetching', { share: percentOf(fetching) });
  if (running.state === 'trying') return t('system_on_trial', { version: versionOf(running.version) });
  if (system.next !== system.running) return t('system_waiting', { version: versionOf(other.version) });
  if (system.lastInstall?.ok === false) return t('system_failed', { why: system.lastInstall.why ?? '' });
  if (other.state === 'bad' && (other.used ?? 0) > 0) return t('system_fell_back', { why: whyOf(system) });
  return trouble === undefined ? '' : t('system_trouble', { why: trouble });
}

const slotIn = ({ slots }: System, name: SystemSlot['name']): System['slots'][number] =>
  slotOf({ slots: slots as readonly SystemSlot[] }, name);

/** Why the slot that does not run did not stay: what it said itself is in English. */
function whyOf({ lastTry, running }: System): string {
  if (!lastTry || lastTry.slot === running) return t('system_never');
  return lastTry.why ?? t('system_hung');
}
