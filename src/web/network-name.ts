import { once } from 'node:events';
import { ms } from '../domain/units.ts';
import { backoff } from '../shared/async/backoff.ts';
import type { Clock } from '../shared/async/clock.ts';
import { supervise } from '../shared/async/supervise.ts';
import type { Log } from '../shared/log.ts';
import { programFolders, programIn } from '../shared/process/programs.ts';
import { endService, launch } from '../shared/process/service-process.ts';

/** The page as the network may know it. `url` is an address that the network can reach. */
export type NetworkPage = { readonly id: string; readonly name: string; readonly version: string; readonly url: string };

export type NetworkNameWorld = {
  readonly clock: Clock;
  readonly log: Log;
  /** Where to look for Avahi's program; by default on the PATH and in the system's own folders. */
  readonly folders?: readonly string[];
};

/** Debian's Avahi, in the package avahi-utils. It settles who has which name, follows the networks, and says goodbye. */
const PROGRAM = 'avahi-publish-service';
/** The kind of service (DNS-SD) by which Home Assistant finds a box. */
const SERVICE = '_moodbox._tcp';
const FIRST_REST = ms(5000);
const LONGEST_REST = ms(10 * 60_000);
/** Bytes that DNS allows in a name, and in a text together with its key. */
const NAME_BYTES = 63;
const TEXT_BYTES = 200;

/**
 * Announces the page in the local network, for as long as it is not disposed of. Without Avahi's program nothing is announced, and
 * the log says so once. Never rejects: nothing else depends on it.
 */
export function announceInNetwork(page: NetworkPage, world: NetworkNameWorld): AsyncDisposable {
  const { clock, log } = world;
  const stop = new AbortController();
  const program = programIn(world.folders ?? programFolders(process.env.PATH), PROGRAM);
  if (program === undefined) {
    log.info({ todo: "'apt install avahi-daemon avahi-utils', and Home Assistant finds this box by itself" }, 'web.not_announced');
    return { [Symbol.asyncDispose]: async () => undefined };
  }
  const running = supervise((signal) => publish(program, page, world, signal), {
    ...{ signal: stop.signal, clock, rest: backoff(FIRST_REST, LONGEST_REST) },
    onFailure: (err, retryMs) => log.debug({ err, retryMs }, 'web.announcing_failed'),
  });
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
}

async function publish(program: string, page: NetworkPage, { clock, log, folders }: NetworkNameWorld, stop: AbortSignal): Promise<void> {
  const setpriv = programIn(folders ?? programFolders(process.env.PATH), 'setpriv');
  const what = { name: PROGRAM, program, args: publishArgs(page), setpriv, folder: '/', account: undefined };
  const running = launch(what, (line) => log.debug({ line }, 'web.announced'));
  try {
    const over = AbortSignal.any([stop, running.ended]);
    if (!over.aborted) await once(over, 'abort');
  } finally {
    await endService(running, clock);
  }
  if (!stop.aborted) throw running.ended.reason;
}

/** The arguments of Avahi's program. It waits for its daemon, if that is not there yet. */
export function publishArgs({ id, name, url, version }: NetworkPage): readonly string[] {
  const { port, protocol } = new URL(url);
  const isSecure = protocol === 'https:';
  const texts = { id, name, version, tls: isSecure ? '1' : '0' };
  const records = Object.entries(texts).map(([key, value]) => `${key}=${fitting(value, TEXT_BYTES)}`);
  return ['--no-fail', '--', fitting(name, NAME_BYTES), SERVICE, port || (isSecure ? '443' : '80'), ...records];
}

/** As much of a text as fits into so many bytes, in whole characters. */
function fitting(text: string, bytes: number): string {
  let all = '';
  for (const each of text) {
    if (Buffer.byteLength(all + each) > bytes) break;
    all += each;
  }
  return all;
}
