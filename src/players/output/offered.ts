import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';
import type { AudioDevice } from '../mpv/device-names.ts';
import { deviceNamed, devicesIn } from '../mpv/device-names.ts';

/** mpv asks every sound system for its devices, and one that hangs must not block us. */
const LIST_LIMIT = ms(8000);
export const SOUND_ENV = { PIPEWIRE_DEBUG: '0' };

/** The outputs that can be chosen in `player.output`, as mpv lists them at this moment. Empty if mpv does not answer. */
export async function offeredOutputs(mpv: string, clock: Clock, signal: AbortSignal): Promise<readonly AudioDevice[]> {
  const options = { signal, limit: LIST_LIMIT, clock, env: { ...environmentFor('mpv'), ...SOUND_ENV } };
  const ran = await runProgram(mpv, ['--no-config', '--audio-device=help'], options);
  return ran.kind === 'ended' ? oneForEachCard(devicesIn(ran.stdout)) : [];
}

/** ALSA lists a dozen ways to one card: the most tolerant of them stands for all. A sound server, which holds the cards itself, comes first. */
export function oneForEachCard(devices: readonly AudioDevice[]): readonly AudioDevice[] {
  const real = devices.filter(({ id }) => (id.startsWith('alsa/') ? id.includes('CARD=') : id.includes('/')));
  const ways = new Map<string, AudioDevice>();
  for (const { name } of real) {
    const best = deviceNamed(name, real);
    const device = best.ok ? real.find(({ id }) => id === best.value) : undefined;
    if (device) ways.set(device.id, device);
  }
  return [...ways.values()].map(({ id, name }) => ({ id, name: plainName(name) }));
}

/** `HDA Intel PCH, ALC256 Analog/Front output` is a way to a card: people know the card. */
const plainName = (name: string): string => name.split('/')[0] ?? name;
