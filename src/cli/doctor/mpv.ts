import type { Check } from './check.ts';
import { failing, fine } from './check.ts';
import { ask, versionIn } from './program.ts';

/** The player. */
export const mpv: Check = async ({ player }, machine) => {
  const said = await ask(player.mpv, ['--no-config', '--version'], machine);
  if (said.kind === 'missing') return failing(`there is no program '${player.mpv}'`, 'sudo apt-get install mpv, or set player.mpv');
  const version = versionIn(said, /mpv v?(\d[^\s]*)/);
  return version ? fine(`mpv ${version}`) : failing(`'${player.mpv}' does not answer as mpv does`, 'check player.mpv');
};
