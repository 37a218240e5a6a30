import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';
import type { AudioDevice } from '../mpv/device-names.ts';
import { devicesIn, oneForEachCard } from '../mpv/device-names.ts';

/** mpv asks every sound system for its devices, and one that hangs must not block us. */
const LIST_LIMIT = ms(8000);
export const SOUND_ENV = { PIPEWIRE_DEBUG: '0' };

/** The outputs that can be chosen in `player.output`, as mpv lists them at this moment. Empty if mpv does not answer. */
export async function offeredOutputs(mpv: string, clock: Clock, signal: AbortSignal): Promise<readonly AudioDevice[]> {
  const options = { signal, limit: LIST_LIMIT, clock, env: { ...environmentFor('mpv'), ...SOUND_ENV } };
  const ran = await runProgram(mpv, ['--no-config', '--audio-device=help'], options);
  return ran.kind === 'ended' ? oneForEachCard(devicesIn(ran.stdout)) : [];
}
