import type { Visitor } from '../box/visitor.ts';
import { words } from '../words/words.ts';
import { settingMark } from './setting-mark.ts';

const t = words('access');

/** The heading of the view of PINs: who the visitor is. */
export function titleOf({ pin, standing, logged_in }: Visitor): string {
  if (!pin) return t('title_unset');
  if (standing === 'owner' && !logged_in) return t('title_local');
  return t(`title_${standing}`);
}

/** What the visitor can do here, perhaps with a setting in it. */
export function introOf({ exposed, guests, logged_in, may, pin, standing }: Visitor): string {
  if (!pin) return setUpIntro(standing, exposed);
  if (standing === 'stranger') return t(guests === 'link' ? 'intro_stranger_link' : 'intro_stranger');
  if (standing === 'guest') return t('intro_guest');
  if (standing === 'owner') return t(logged_in ? 'intro_owner' : 'intro_local');
  return t(may.includes('camera_on') ? 'intro_household_camera' : 'intro_household');
}

function setUpIntro(standing: Visitor['standing'], exposed: boolean): string {
  if (standing !== 'owner') return t('intro_unset');
  return exposed ? t('intro_unset_exposed') : t('intro_unset_local', { setting: settingMark('web.host') });
}

/** How guests come in, perhaps with a setting in it. */
export const guestsHint = ({ guests }: Visitor): string => t(`guests_${guests}`, { setting: settingMark('web.guests') });

/** What an owner hears who has just saved PINs. */
export const pinsSet = ({ household }: Visitor): string => t(household ? 'pins_set' : 'pin_set');

export const outHint = ({ standing }: Visitor): string => t(standing === 'owner' ? 'out_owner' : 'out_household');
