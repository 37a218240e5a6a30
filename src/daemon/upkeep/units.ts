import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';

const UNITS = ['moodbox.service', 'moodbox-ytdlp.service', 'moodbox-ytdlp.timer', 'moodbox-youtube.socket'];
const PROPERTIES = 'Id,LoadState,ActiveState,SubState,Result,NRestarts,ExecMainStatus,StateChangeTimestamp';
const LIMIT = ms(3000);

/** What systemd says of the units of moodbox, or in one line why it says nothing. */
export async function unitStates(clock: Clock, signal: AbortSignal): Promise<string> {
  const args = ['show', '--no-pager', `--property=${PROPERTIES}`, ...UNITS];
  const ran = await runProgram('systemctl', args, { env: environmentFor('other'), limit: LIMIT, clock, signal, maxOutput: 16_384 });
  return ran.kind === 'ended' && ran.code === 0 ? ran.stdout : 'systemd does not answer here\n';
}
