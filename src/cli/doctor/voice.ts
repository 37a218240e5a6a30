import { SPEAKER } from '../../players/output/speech.ts';
import type { Check } from './check.ts';
import { fine, warning } from './check.ts';
import { ask, versionIn } from './program.ts';

/** The voice that says the address; only looked at where the configuration wants one. */
export const voice: Check = async ({ player }, machine) => {
  const version = versionIn(await ask(SPEAKER, ['--version'], machine, 'other'), /eSpeak NG text-to-speech: (\S+)/);
  return version
    ? fine(`${SPEAKER} ${version}, in the language '${player.voice}'`)
    : warning('the box cannot say its address (player.voice)', `sudo apt-get install ${SPEAKER}, or set player.voice to off`);
};
