import { say } from './parts.js';
import { call } from './send.js';
import { guestsHint, introOf, outHint, pinsSet, titleOf } from './access-words.js';

/** The page of PINs, sessions and guests. */

const $ = (id) => document.getElementById(id);
let visitor;

/** Shows a problem, or what has been done. */
function tell(problem, done = '') {
  $('problem').hidden = problem === '';
  say($('problem-text'), problem);
  say($('done'), done);
}

/** Asks the box who this is, and shows what that person may do. */
async function refresh() {
  const { problem, body } = await call('GET', 'api/access');
  if (problem) return tell(problem);
  visitor = body;
  show(visitor);
  if (!visitor.may.includes('guest_link') || !visitor.pin) return;
  const link = await call('GET', 'api/access/guest-link');
  if (!link.problem) showLink(link.body);
}

function show({ code, guests, household, logged_in, may, pin, standing }) {
  const owner = standing === 'owner';
  say($('title'), titleOf(visitor));
  say($('lead'), introOf(visitor));
  $('back').hidden = standing === 'stranger';
  $('login').hidden = !pin || owner;
  say($('login-label'), logged_in ? 'Owner PIN, for more' : 'PIN');
  $('pins').hidden = pin && !owner;
  say($('pins-title'), pin ? 'Change the PINs' : 'Set the PINs');
  $('code-row').hidden = pin || (owner && !code);
  $('code').hidden = owner;
  $('code').required = !pin && !owner;
  $('current-row').hidden = !pin;
  $('current').required = pin;
  $('owner').required = !pin;
  say($('owner-label'), pin ? 'New owner PIN (empty: no change)' : 'Owner PIN');
  say($('household-label'), pin ? `New household PIN (empty: ${household ? 'no change' : 'none'})` : 'Household PIN');
  if (code) say($('code-hint'), `For a phone, the code is ${code.slice(0, 4)} ${code.slice(4)}. On the box itself you do not need it.`);
  $('guests').hidden = !pin || !may.includes('guest_link');
  say($('guests-hint'), guestsHint(guests));
  $('guest-new').hidden = guests !== 'link';
  $('out').hidden = !logged_in;
  say($('out-hint'), outHint(visitor));
  $('logout-all').hidden = !may.includes('log_out_all');
}

function showLink({ link, qr }) {
  const offered = link !== undefined && visitor.guests === 'link';
  $('guest-link').hidden = !offered;
  $('guest-withdraw').hidden = !offered;
  say($('guest-new'), offered ? 'Make a new link' : 'Make a guest link');
  if (!offered) return;
  say($('guest-address'), link);
  $('qr').setAttribute('viewBox', `0 0 ${qr.size} ${qr.size}`);
  $('qr-path').setAttribute('d', qr.path);
}

/** Carries out one request, then shows what has changed. */
async function act(method, path, body, done) {
  const answer = await call(method, path, body);
  await refresh();
  tell(answer.problem, answer.problem ? '' : done);
  // The button that was pressed may be gone; the keyboard must not start from the top of the document again.
  if (!document.activeElement?.checkVisibility()) $('title').focus();
  return answer;
}

$('login-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { problem } = await call('POST', 'api/access/login', { pin: $('login-pin').value });
  $('login-pin').value = '';
  if (!problem) return location.assign('./');
  tell(problem);
  $('login-pin').focus();
});

$('pins-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const filled = (id) => ($(id).value === '' ? {} : { [id]: $(id).value });
  const request = { ...filled('code'), ...filled('current'), ...filled('owner'), ...filled('household') };
  const { problem } = await act('POST', 'api/access/pins', request, '');
  if (problem) return;
  tell('', pinsSet(visitor));
  $('pins-form').reset();
});

$('guest-new').addEventListener('click', async () => {
  const { body, problem } = await act('POST', 'api/access/guest-link', {}, 'The link is ready. Any older link has stopped working.');
  if (!problem) showLink(body);
});
$('guest-withdraw').addEventListener('click', async () => {
  const { body, problem } = await act('DELETE', 'api/access/guest-link', undefined, 'The link is withdrawn. Nobody who used it can see anything now.');
  if (!problem) showLink(body);
});
$('logout').addEventListener('click', () => act('POST', 'api/access/logout', {}, 'You are logged out.'));
$('logout-all').addEventListener('click', () => act('POST', 'api/access/logout-all', {}, 'Every device is logged out.'));

void refresh();
