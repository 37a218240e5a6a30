import { request as askPlainly } from 'node:http';
import { request as askSecurely } from 'node:https';
import { proved } from '../../appliance/update/prove.ts';
import type { WebConfig } from '../../config/schema.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';
import type { UpdateAction } from './world.ts';

const ANSWERS_WITHIN = 10_000;

/** Waits until the box has been well for a minute. What was not well is kept for whoever asks why an update did not stay. */
export const prove: UpdateAction = async ({ config, io, places }, { wellFor, within }) => {
  const { web } = config();
  const ask = (): Promise<string | undefined> => troubleAt(web);
  const proof = await proved({ ask, clock: systemClock, signal: io.signal, wellFor, within });
  if (proof.ok) return true;
  io.err(`moodbox update: not well: ${proof.why}`);
  await writeWholeText(places.why, [`${proof.why}\n`]);
  return false;
};

/** Why the page's own answer says that the box is not well; undefined if it is. */
export function troubleAt({ cert, host, port }: Pick<WebConfig, 'cert' | 'host' | 'port'>): Promise<string | undefined> {
  const to = { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port, path: '/healthz', timeout: ANSWERS_WITHIN };
  return new Promise((resolve) => {
    // Its certificate is for other names than this one, and nothing is told to it.
    const asked = cert === '' ? askPlainly(to) : askSecurely({ ...to, rejectUnauthorized: false });
    asked.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200 ? undefined : `the page says that the box is not well (${answer.statusCode})`);
    });
    asked.on('timeout', () => asked.destroy(new Error('it takes too long')));
    asked.on('error', (err: NodeJS.ErrnoException) => resolve(`the page does not answer (${err.code ?? err.message})`));
    asked.end();
  });
}
