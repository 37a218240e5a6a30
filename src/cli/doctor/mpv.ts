import type { Check } from './check.ts';
import { failing, fine } from './check.ts';
import { ask, unversioned, versionIn } from './program.ts';

/** The player. */
export const mpv: Check = async ({ player }, machine) => {
  const said = await ask(player.mpv, ['--no-config', '--version'], machine);
  if (said.kind === 'missing') return failing(`there is no program '${player.mpv}'`, 'sudo apt-get install mpv, or set player.mpv');
  const version = versionIn(said, /mpv v?(\d[^\s]*)/);
  return version ? fine(`mpv ${version}`) : unversioned(player.mpv, 'mpv', said, 'check player.mpv');
};
