import type { Check } from './check.ts';
import { failing, fine } from './check.ts';
import { ask, unversioned, versionIn } from './program.ts';

/** The player. */
export const mpv: Check = async ({ player }, machine) => {
  const answer = await ask(player.mpv, ['--no-config', '--version'], machine);
  if (answer.kind === 'missing') return failing(`there is no program '${player.mpv}'`, 'sudo apt-get install mpv, or set player.mpv');
  const version = versionIn(answer, /mpv v?(\d[^\s]*)/);
  return version ? fine(`mpv ${version}`) : unversioned(player.mpv, 'mpv', answer, 'check player.mpv');
};
