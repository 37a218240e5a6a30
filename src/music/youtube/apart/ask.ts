import { accessSync, constants } from 'node:fs';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { basename, dirname } from 'node:path';
import { ms } from '../../../domain/units.ts';
import { LinkedAbort } from '../../../shared/async/linked-abort.ts';
import { jsonFitting } from '../../../shared/json.ts';
import { networkSettings } from '../../../shared/process/environment.ts';
import type { Ran } from '../../../shared/process/run.ts';
import { notThere } from '../child.ts';
import type { RunLimits, RunYtDlp } from '../request.ts';
import type { Message } from './message.ts';
import { ANSWER, isCopyName, LONGEST_ANSWER, LONGEST_RUN } from './message.ts';

/** The unit ends yt-dlp by the same limit; this long after it, we stop waiting for the unit. */
const GRACE = ms(5000);

/** Whether somebody may answer there, and we may ask. */
export function canAsk(socket: string): boolean {
  try {
    accessSync(socket, constants.W_OK);
    return socket !== '';
  } catch {
    return false;
  }
}

/**
 * Lets the unit moodbox-youtube@.service run yt-dlp: under another user, who sees neither the camera nor the passwords, and cannot replace
 * the program. One of moodbox's own copies is known by the name of its folder; any other program is the one in the PATH. Closing the
 * connection ends the run. A limit that is longer than what the unit allows is cut to that: the unit would refuse the question.
 */
export const byUnit =
  (socket: string, ours: NodeJS.ProcessEnv = process.env): RunYtDlp =>
  (program, request, by) => {
    const copy = basename(dirname(program));
    const limit = ms(Math.min(by.limit, LONGEST_RUN));
    return asked(socket, { ...(isCopyName(copy) && { copy }), request, limit, network: networkSettings(ours) }, { ...by, limit });
  };

async function asked(path: string, message: Message, { limit, clock, signal }: RunLimits): Promise<Ran> {
  if (signal.aborted) return { kind: 'stopped', why: 'abort' };
  const late = new Error('late');
  using time = new LinkedAbort(signal).abortAfter(ms(limit + GRACE), clock, () => late);
  const socket = connect(path);
  const close = (): void => void socket.destroy(new Error('closed'));
  time.signal.addEventListener('abort', close, { once: true });
  try {
    socket.write(`${JSON.stringify(message)}\n`);
    const answer = jsonFitting(ANSWER, await textOf(socket));
    if (!answer) return { kind: 'missing', err: new Error(`${path} gave no answer`) };
    return answer.kind === 'missing' ? { kind: 'missing', err: notThere(answer.why) } : answer;
  } catch (err) {
    if (signal.aborted) return { kind: 'stopped', why: 'abort' };
    return time.signal.reason === late ? { kind: 'stopped', why: 'timeout' } : { kind: 'missing', err };
  } finally {
    time.signal.removeEventListener('abort', close);
    socket.destroy();
  }
}

/** All that comes. Rejects with the socket's error, or if there is too much. */
async function textOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_ANSWER) throw new Error(`more than ${LONGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
