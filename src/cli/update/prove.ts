import { request as askPlainly } from 'node:http';
import { request as askSecurely } from 'node:https';
import { proved } from '../../appliance/update/prove.ts';
import { ConfigError } from '../../config/load.ts';
import type { WebConfig } from '../../config/schema.ts';
import { printable } from '../../domain/one-line.ts';
import type { Result } from '../../domain/result.ts';
import { failed } from '../../domain/result.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { loopbackFor } from '../../shared/process/ports.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';
import type { SystemWorld, UpdateAction, UpdateOptions } from './world.ts';

const ANSWERS_WITHIN = 10_000;

/** Waits until the box has been well for long enough. What was not well is kept for whoever asks why an update did not stay. */
export const prove: UpdateAction = async (world, options) => {
  const proof = await proofFrom(world, options);
  if (proof.ok) return true;
  world.io.err(printable(`moodbox update: not well: ${proof.why}`));
  await writeWholeText(world.places.why, [`${proof.why}\n`]);
  return false;
};

/** With a configuration that the new release does not take, the box would only open its page. */
async function proofFrom({ config, io }: SystemWorld, { wellFor, within }: UpdateOptions): Promise<Result<void, string>> {
  try {
    const { web } = config();
    return await proved({ ask: () => troubleAt(web), clock: systemClock, signal: io.signal, wellFor, within });
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    return failed(`the configuration has mistakes: ${err.problems[0]}`);
  }
}

/** Why the page's own answer says that the box is not well; undefined if it is. */
export function troubleAt({ cert, host, port }: Pick<WebConfig, 'cert' | 'host' | 'port'>): Promise<string | undefined> {
  const to = { host: loopbackFor(host), port, path: '/healthz', timeout: ANSWERS_WITHIN };
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
