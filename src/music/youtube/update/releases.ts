import type { YtDlpState } from '../../../domain/report.ts';
import type { Instant, Ms } from '../../../domain/units.ts';
import { elapsed, moment, ms } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import { PollingValue } from '../../../shared/async/polling-value.ts';
import type { Log } from '../../../shared/log.ts';
import type { LastUpdate, Releases } from '../../port.ts';
import { Copies } from './copies.ts';
import { UPDATE_SENTENCES } from './fault.ts';
import { lastOf, requestUpdate } from './journal.ts';
import { newer, VERSION } from './release.ts';
import { ytdlpVersion } from './smoke.ts';

/** The update runs in a process of its own; this is how often its results on disk are read. */
const EVERY = ms(30_000);
/** The least time between two requests, whoever asks: systemd refuses to start the update more than five times in ten minutes. */
const REQUEST_GAP = ms(30 * 60_000);

export type ReleasesWorld = {
  readonly clock: Clock;
  readonly log: Log;
  /** Where an update is asked for; the folder of the copies if left out. */
  readonly requests?: string;
  readonly unit?: string | undefined;
  /** The program in use while moodbox has no copy of its own; `yt-dlp` in the PATH by default. */
  readonly fallbackProgram?: string;
};

/**
 * Reports yt-dlp's releases from what `moodbox update-ytdlp` has left on disk, and requests an update by the same file that the daemon
 * writes when YouTube fails. Does not use the network: the newest release is the newest one that the last update learnt of.
 */
export class KnownReleases implements Releases {
  readonly #folder: string;
  readonly #world: ReleasesWorld;
  readonly #known: PollingValue<YtDlpState>;
  #asked: Instant | undefined;
  /** The version of the fallback program; empty if it has none that we know. */
  #fallbackVersion: string | undefined;

  constructor(folder: string, world: ReleasesWorld) {
    this.#folder = folder;
    this.#world = world;
    this.#known = new PollingValue(stateOf(folder, undefined), (signal) => this.#read(signal), EVERY, world.clock);
  }

  get state(): YtDlpState {
    return this.#known.value;
  }

  get last(): LastUpdate | undefined {
    const entry = lastOf(this.#folder);
    if (!entry) return undefined;
    const { at, outcome, version, why } = entry;
    return {
      ...{ at: moment(Date.parse(at)), outcome },
      ...(version !== undefined && { version }),
      ...(why !== undefined && { why: UPDATE_SENTENCES[why].what }),
    };
  }

  get wait(): Ms {
    if (this.#asked === undefined) return ms(0);
    return ms(Math.max(0, REQUEST_GAP - elapsed(this.#asked, this.#world.clock.now())));
  }

  ask(): void {
    const { clock, log } = this.#world;
    if (this.wait > 0) return;
    this.#asked = clock.now();
    log.info({}, 'ytdlp.update_asked');
    const written = requestUpdate(this.#world.requests ?? this.#folder, { at: new Date().toISOString(), failures: 0 });
    void written.catch((err: unknown) => log.warn({ err, folder: this.#folder }, 'ytdlp.update_wish_unwritable'));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#known[Symbol.asyncDispose]();
  }

  /**
   * Debian's copy changes only with the system, and starting it takes seconds on a small machine: ask for its version once, if it is in
   * use.
   */
  async #read(signal: AbortSignal): Promise<YtDlpState> {
    if (new Copies(this.#folder).current === undefined) this.#fallbackVersion ??= await this.#askFallbackVersion(signal);
    return stateOf(this.#folder, this.#fallbackVersion || undefined);
  }

  async #askFallbackVersion(signal: AbortSignal): Promise<string> {
    const { clock, unit, fallbackProgram = 'yt-dlp' } = this.#world;
    const version = await ytdlpVersion(fallbackProgram, { clock, signal }, unit);
    return version.ok && VERSION.test(version.value) ? version.value : '';
  }
}

function stateOf(folder: string, fallbackVersion: string | undefined): YtDlpState {
  const installed = new Copies(folder).current ?? fallbackVersion;
  const { version, passed } = lastOf(folder) ?? {};
  const known = [version, passed].flatMap((each) => (each === undefined ? [] : [each]));
  const latest = known.length === 0 ? undefined : [...known, ...(installed ? [installed] : [])].reduce((a, b) => (newer(b, a) ? b : a));
  return { ...(installed !== undefined && { installed }), ...(latest !== undefined && { latest }) };
}
