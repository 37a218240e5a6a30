import { accessLink, notAllowed, whoOf } from './access-words.js';
import { say } from './parts.js';
import { call } from './send.js';

/** What the visitor may do. Until the box has said so, nothing. */
let visitor;

/** Asks the box who this visitor is. Strangers go to the page that lets them in. Resolves to whether anything is known. */
export async function learnRights() {
  const { problem, body } = await call('GET', 'api/access');
  if (problem) return false;
  visitor = body;
  if (visitor.standing === 'stranger') location.replace('access.html');
  say(document.getElementById('who'), whoOf(visitor));
  say(document.getElementById('access'), accessLink(visitor));
  return true;
}

/** Whether the box has said who the visitor is. */
export const isKnown = () => visitor !== undefined;

/** Whether the visitor has this right: the name of a command, or `camera_on` and `camera_off`. */
export const may = (right) => visitor !== undefined && visitor.may.includes(right);

/** Disables a control that the visitor may not use. Returns the text beside it: why, or else its own `hint`. */
export function limit(control, right, hint) {
  const allowed = may(right);
  control.disabled = !allowed;
  if (allowed) return hint;
  return visitor ? notAllowed(visitor, right) : '';
}
