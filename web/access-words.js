/** The texts of who may do what. Each function takes what the box says of its visitor, and returns plain text. */

export function titleOf({ pin, standing, logged_in }) {
  if (!pin) return 'Set a PIN first';
  if (standing === 'stranger') return 'Log in';
  if (standing === 'guest') return 'You are a guest';
  if (standing === 'owner' && !logged_in) return 'You are at the box';
  return standing === 'owner' ? 'You are the owner' : 'You are in the household';
}

export function introOf({ exposed, guests, logged_in, may, pin, standing }) {
  if (!pin) return setUpIntro(standing, exposed);
  if (standing === 'stranger') {
    const link = guests === 'link' ? ' Guests use the link or the QR code of the house.' : '';
    return `You need a PIN to see the mood and the music of this room.${link}`;
  }
  if (standing === 'guest') return 'You can see the mood and the music. With a PIN you can also choose them.';
  if (standing === 'owner' && !logged_in) return 'Only this machine can open this page, so it needs no PIN here.';
  if (standing === 'owner') return 'You can change everything: the music, the moods, the camera, updates, and the settings on this page.';
  return may.includes('camera_on')
    ? 'You can choose the music and the moods, and switch the camera on and off.'
    : 'You can choose the music and the moods, and switch the camera off. Only an owner can switch it on.';
}

function setUpIntro(standing, exposed) {
  if (standing !== 'owner') return 'Everybody in this network can open this page. It shows nothing until a PIN is set.';
  return exposed
    ? 'Everybody in the network can open this page, but they see nothing until you have set a PIN.'
    : 'Only this machine can open this page, so it needs no PIN. If you set one, it counts as soon as the network can open the page (web.host).';
}

export function guestsHint(guests) {
  if (guests === 'open') return 'Everybody in the network can see the mood and the music (web.guests: open), so guests need no link.';
  if (guests === 'off') return 'Nobody can see anything without a PIN (web.guests: off).';
  return 'Guests who open this link or scan its code can see the mood and the music, but cannot change anything. After a week they open it again. Put it on the counter or the fridge.';
}

/** What an owner hears who has just saved PINs. */
export const pinsSet = ({ household }) =>
  household
    ? 'The PINs are set. Other devices have to log in with them.'
    : 'The PIN is set. Only an owner can choose music now: for everybody else, set a household PIN too.';

export const outHint = ({ standing }) =>
  standing === 'owner'
    ? 'As an owner you stay logged in here for a month.'
    : 'You stay logged in here until you have not used the page for three months.';

/** The sentence under a control that this visitor may not use. */
export function notAllowed({ pin, standing }, right) {
  if (!pin && standing !== 'owner') return 'Set a PIN first.';
  if (standing === 'household') return 'Only an owner can do this.';
  return right === 'camera_on' || right === 'camera_off' ? 'Guests cannot switch the camera.' : 'Guests can only look. Log in to choose.';
}

/** The link to the page of PINs. */
export const accessLink = ({ standing }) => (standing === 'guest' ? 'Log in' : 'PINs and guests');

/** Who the visitor is, in the foot of the page. */
export function whoOf({ pin, standing, logged_in }) {
  if (!pin) return 'No PIN is set';
  if (standing === 'guest') return 'A guest';
  if (standing === 'owner') return logged_in ? 'The owner' : 'At the box itself';
  return standing === 'household' ? 'The household' : 'Not logged in';
}
