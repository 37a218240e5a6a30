import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { ms } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import { withTimeout } from '../../../shared/async/timeout.ts';
import { firstLine } from '../../../shared/first-line.ts';
import { jsonFitting } from '../../../shared/json.ts';
import { networkSettings } from '../../../shared/process/environment.ts';
import type { Ran } from '../../../shared/process/run.ts';
import type { YtDlpFolders } from '../child.ts';
import { asChild } from '../child.ts';
import type { Message, UnitAnswer } from './message.ts';
import { LONGEST_MESSAGE, MESSAGE } from './message.ts';

/** Where the copies are, which folders yt-dlp gets, and what we were started with. */
export type Place = {
  readonly copies: string;
  readonly folders: YtDlpFolders;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** The question comes with the connection. Who connects and says nothing does not hold the unit for long. */
const MESSAGE_LIMIT = ms(5000);

/**
 * Reads one message from `input`, runs yt-dlp as it says, and writes how it ended to `output`. An `input` that is closed ends the run.
 * Returns false if the message is nothing that the daemon sends; then nothing is run.
 */
export async function answerOne(input: Readable, output: Writable, place: Place): Promise<boolean> {
  const line = await withTimeout(MESSAGE_LIMIT, firstLine(input, LONGEST_MESSAGE), place.clock, place.signal);
  const message = line.ok && line.value !== undefined ? jsonFitting(MESSAGE, line.value) : undefined;
  if (!message) return false;
  const gone = new AbortController();
  for (const event of ['end', 'close', 'error']) input.once(event, () => gone.abort());
  input.resume();
  const ran = await run(message, { ...place, signal: AbortSignal.any([place.signal, gone.signal]) });
  output.on('error', () => undefined); // Nobody waits for it any more.
  if (!output.write(`${JSON.stringify(answerOf(ran))}\n`)) await Promise.race([once(output, 'drain'), once(output, 'close')]);
  return true;
}

function run({ copy, request, limit, network }: Message, { copies, folders, env, clock, signal }: Place): Promise<Ran> {
  const program = copy === undefined ? 'yt-dlp' : join(copies, copy, 'yt-dlp');
  return asChild(folders, { ...env, ...networkSettings(network) })(program, request, { limit: ms(limit), clock, signal });
}

const answerOf = (ran: Ran): UnitAnswer => (ran.kind === 'missing' ? { kind: 'missing', why: String(ran.err) } : ran);
