import { access, constants, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pcmFile } from '../../players/mpv/arguments.ts';
import type { AudioDevice } from '../../players/mpv/device-names.ts';
import { adviceOn, deviceNamed, devicesIn, isDeviceId } from '../../players/mpv/device-names.ts';
import { snapcastOf } from '../../players/snapcast/configuration.ts';
import type { Check, Finding, Machine } from './check.ts';
import { failing, fine, warning } from './check.ts';
import { ask } from './program.ts';
import { snapcast } from './snapcast.ts';

/** Where the sound goes. */
export const audio: Check = async ({ player }, machine) => {
  const { output } = player;
  if (output === 'null') return fine("silent, as configured (player.output: 'null')");
  const file = pcmFile(output);
  if (file !== undefined) return intoFile(resolve(file));
  const rooms = snapcastOf(output);
  if (rooms) return snapcast(rooms, machine);
  const answer = await ask(player.mpv, ['--no-config', '--audio-device=help'], machine);
  if (answer.kind !== 'said') return failing('mpv cannot list the audio devices', 'see mpv above');
  const devices = devicesIn(answer.text);
  const ids = devices.map(({ id }) => id);
  if (output === 'auto') return automatic(ids, machine);
  return isDeviceId(output) ? known(output, ids) : named(output, devices);
};

async function intoFile(file: string): Promise<Finding> {
  const into = await access(dirname(file), constants.W_OK).then(
    () => true,
    () => false,
  );
  return into ? fine(`into the file ${file}`) : failing(`moodbox cannot write to ${dirname(file)}`, 'set player.output');
}

function named(words: string, devices: readonly AudioDevice[]): Finding {
  const found = deviceNamed(words, devices);
  return found.ok
    ? fine(`'${words}': ${found.value}`)
    : failing(adviceOn(words, found.why), 'until then the music plays on the default output');
}

const known = (output: string, devices: readonly string[]): Finding =>
  devices.includes(output)
    ? fine(output)
    : failing(`there is no audio device '${output}'`, `set player.output to auto or one of: ${devices.join(', ') || '(there are none)'}`);

/** mpv lists the defaults of ALSA and JACK even without a sound card, so this asks the kernel and the sound servers. */
async function automatic(devices: readonly string[], { root }: Machine): Promise<Finding> {
  const server = devices.find((name) => /^(pipewire|pulse)(\/|$)/.test(name));
  if (server) return fine(`through ${server.split('/')[0]}`);
  const cards = await cardsOf(root);
  if (cards.length === 0) return warning('there is no sound card, so nobody will hear the music', 'connect a speaker or a USB sound card');
  if (await mayUse(root)) return fine(cards.join(', '));
  return failing(`this user may not use ${cards.join(', ')}`, 'sudo usermod -aG audio $USER, then log in again');
}

async function cardsOf(root: string): Promise<readonly string[]> {
  const listing = await readFile(join(root, 'proc/asound/cards'), 'utf8').catch(() => '');
  return [...listing.matchAll(/^\s*\d+ \[.*?\]: \S+ - (.+)$/gm)].map(([, name]) => name ?? '');
}

async function mayUse(root: string): Promise<boolean> {
  const folder = join(root, 'dev/snd');
  const nodes = await readdir(folder).catch(() => []);
  const tries = nodes.filter((node) => node.startsWith('pcm')).map((node) => access(join(folder, node), constants.W_OK));
  return (await Promise.allSettled(tries)).some(({ status }) => status === 'fulfilled');
}
