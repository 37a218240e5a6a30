/** The texts of who may do what. Each function takes what the box says of its visitor, and returns plain text. */

export function titleOf({ pin, standing, logged_in }) {
  if (!pin) return 'Set a PIN first';
  if (standing === 'stranger') return 'Log in';
  if (standing === 'guest') return 'You are a guest';
  if (standing === 'owner' && !logged_in) return 'You are at the box';
  return standing === 'owner' ? 'You are the owner' : 'You belong to the household';
}

export function introOf({ exposed, guests, logged_in, pin, standing }) {
  if (!pin) return setUpIntro(standing, exposed);
  if (standing === 'stranger') {
    const link = guests === 'link' ? ' Guests come in by the link or the QR code of the house.' : '';
    return `The mood and the music of this room are for those who have a PIN.${link}`;
  }
  if (standing === 'guest') return 'You see the mood and the music. With a PIN you can also choose.';
  if (standing === 'owner' && !logged_in) return 'Nobody else can open this page, so on this machine it needs no PIN.';
  if (standing === 'owner') return 'You may do everything: the music, the moods, the camera, updates, and what is on this page.';
  return 'You choose the music and the moods, and may switch the camera off.';
}

function setUpIntro(standing, exposed) {
  if (standing !== 'owner') return 'Everybody in this network can open this page. Before it shows anything, choose who may do what.';
  return exposed
    ? 'Everybody in the network can open this page, and sees nothing until you have set a PIN.'
    : 'This page can be opened on this machine alone, so it needs no PIN. One that you set holds as soon as the network can open it (web.host).';
}

export function guestsHint(guests) {
  if (guests === 'open') return 'Everybody in the network may look (web.guests: open), so guests need no link.';
  if (guests === 'off') return 'Nobody may look without a PIN (web.guests: off).';
  return 'Whoever opens the guest link, or scans its code, sees the mood and the music for a week, and can change nothing. Put it on the counter or the fridge.';
}

export const outHint = ({ standing }) =>
  standing === 'owner'
    ? 'As an owner you stay logged in here for a month.'
    : 'You stay logged in here while you use the page, for three months after the last time.';

/** The sentence under a control that this visitor may not use. */
export function notAllowed({ pin, standing }, right) {
  if (!pin && standing !== 'owner') return 'Set a PIN first.';
  if (standing === 'household') return 'Only an owner may do this.';
  return right === 'camera_on' || right === 'camera_off' ? 'Guests may not switch the camera.' : 'Guests may look. Log in to choose.';
}

/** The link to the page of PINs. */
export const accessLink = ({ standing }) => (standing === 'guest' ? 'Log in' : 'PINs and guests');

/** Who the visitor is, in the foot of the page. */
export function whoOf({ pin, standing, logged_in }) {
  if (!pin) return 'No PIN is set';
  if (standing === 'guest') return 'A guest';
  if (standing === 'owner') return logged_in ? 'The owner' : 'At the box itself';
  return standing === 'household' ? 'The household' : 'Nobody known';
}
