import type { YtDlpState } from '../../../domain/report.ts';
import type { Instant } from '../../../domain/units.ts';
import { elapsed, ms } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import { PollingValue } from '../../../shared/async/polling-value.ts';
import type { Log } from '../../../shared/log.ts';
import type { Releases } from '../../port.ts';
import { Copies } from './copies.ts';
import { lastOf, requestUpdate } from './journal.ts';
import { newer, VERSION } from './release.ts';
import { ytdlpVersion } from './smoke.ts';

/** The update runs in a process of its own; so often its traces are looked at. */
const EVERY = ms(30_000);
const REST = ms(60_000);

export type ReleasesWorld = {
  readonly clock: Clock;
  readonly log: Log;
  /** The program that is used where there is no own copy. */
  readonly fallbackProgram?: string;
};

/**
 * Tells of yt-dlp's releases what `moodbox update-ytdlp` has left on disk, and asks for it by the same file as the daemon does when
 * YouTube fails. Nothing is asked of the network here: the newest release is the one that the last update heard of.
 */
export class KnownReleases implements Releases {
  readonly #folder: string;
  readonly #world: ReleasesWorld;
  readonly #known: PollingValue<YtDlpState>;
  #asked: Instant | undefined;
  /** Empty where there is none. */
  #without: string | undefined;

  constructor(folder: string, world: ReleasesWorld) {
    this.#folder = folder;
    this.#world = world;
    this.#known = new PollingValue(stateOf(folder, undefined), (signal) => this.#look(signal), EVERY, world.clock);
  }

  get state(): YtDlpState {
    return this.#known.value;
  }

  ask(): void {
    const { clock, log } = this.#world;
    const now = clock.now();
    if (this.#asked !== undefined && elapsed(this.#asked, now) < REST) return;
    this.#asked = now;
    log.info({}, 'ytdlp.update_asked');
    const said = requestUpdate(this.#folder, { at: new Date().toISOString(), failures: 0 });
    void said.catch((err: unknown) => log.warn({ err, folder: this.#folder }, 'ytdlp.update_wish_unwritable'));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#known[Symbol.asyncDispose]();
  }

  /** Debian's copy changes with the system, and starting it takes seconds on a small machine: it is asked once, and only if it is in use. */
  async #look(signal: AbortSignal): Promise<YtDlpState> {
    if (new Copies(this.#folder).current === undefined) this.#without ??= await this.#versionWithout(signal);
    return stateOf(this.#folder, this.#without || undefined);
  }

  async #versionWithout(signal: AbortSignal): Promise<string> {
    const { clock, fallbackProgram: without = 'yt-dlp' } = this.#world;
    const said = await ytdlpVersion(without, { clock, signal });
    return said.ok && VERSION.test(said.value) ? said.value : '';
  }
}

function stateOf(folder: string, without: string | undefined): YtDlpState {
  const installed = new Copies(folder).current ?? without;
  const { version, passed } = lastOf(folder) ?? {};
  const heard = [version, passed].flatMap((each) => (each === undefined ? [] : [each]));
  const latest = heard.length === 0 ? undefined : [...heard, ...(installed ? [installed] : [])].reduce((a, b) => (newer(b, a) ? b : a));
  return { ...(installed !== undefined && { installed }), ...(latest !== undefined && { latest }) };
}
