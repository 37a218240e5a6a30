import type { Right, Visitor } from '../box/visitor.ts';
import { words } from '../words/words.ts';

const n = words('notices');
const b = words('box');
const c = words('camera');
const s = words('shell');

/** The sentence under a control that this visitor may not use. */
export function notAllowed({ pin, standing }: Visitor, right: Right): string {
  if (!pin && standing !== 'owner') return n('may_not_unset');
  if (standing === 'household') return n('may_not_household');
  return n(right === 'camera_on' || right === 'camera_off' ? 'may_not_camera' : 'may_not_guest');
}

/** Who the visitor is. */
export function whoOf({ pin, standing, logged_in }: Visitor): string {
  if (!pin) return b('who_unset');
  if (standing === 'owner' && !logged_in) return b('who_local');
  return b(`who_${standing}`);
}

/** The label of the camera's switch, and what pressing it does. */
export const cameraSwitch = (kind: 'off' | 'lost' | 'opening' | 'watching'): readonly [string, string] =>
  kind === 'off'
    ? [s('camera_off'), c('camera_off_hint')]
    : kind === 'lost'
      ? [s('camera_lost'), c('camera_lost_hint')]
      : [s('camera_on'), c('camera_on_hint')];
