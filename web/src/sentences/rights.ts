import type { Right, Visitor } from '../box/visitor.ts';
import { words } from '../words/words.ts';

const t = words('shell');

/** The sentence under a control that this visitor may not use. */
export function notAllowed({ pin, standing }: Visitor, right: Right): string {
  if (!pin && standing !== 'owner') return t('may_not_unset');
  if (standing === 'household') return t('may_not_household');
  return t(right === 'camera_on' || right === 'camera_off' ? 'may_not_camera' : 'may_not_guest');
}

/** Who the visitor is. */
export function whoOf({ pin, standing, logged_in }: Visitor): string {
  if (!pin) return t('who_unset');
  if (standing === 'owner' && !logged_in) return t('who_local');
  return t(`who_${standing}`);
}

/** The label of the camera's switch, and what pressing it does. */
export const cameraSwitch = (kind: 'off' | 'lost' | 'opening' | 'watching'): readonly [string, string] =>
  kind === 'off'
    ? [t('camera_off'), t('camera_off_hint')]
    : kind === 'lost'
      ? [t('camera_lost'), t('camera_lost_hint')]
      : [t('camera_on'), t('camera_on_hint')];
