import { isWithin } from '../../config/hours.ts';
import type { Report } from '../../domain/report.ts';
import type { Instant, Moment } from '../../domain/units.ts';
import { elapsed, later, ms } from '../../domain/units.ts';
import { isWaiting, notNow } from '../../domain/update.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Random } from '../../shared/random.ts';
import type { BoxUpdates, UpdateRequest, UpdatesKnown } from './box-updates.ts';

const LOOKS_EVERY = ms(60_000);
/** Whoever stops the music or leaves the room may come back. */
const QUIET_FOR = 10 * 60_000;
/** Not all boxes of a country fetch in the same minute. */
const LATEST_BEGIN = 30 * 60_000;
/** An update that cannot be installed is not fetched every night for ever. */
const MOST_NIGHTS = 3;

export type NightUpdateParts = {
  readonly updates: BoxUpdates;
  /** `update.hours`; empty: never. */
  readonly hours: string;
  readonly report: () => Heard;
  readonly clock: Clock;
  readonly today: () => Moment;
  readonly random: Random;
  readonly log: Log;
};
type Heard = Pick<Report, 'announcing' | 'guest' | 'playback' | 'presence'>;

/**
 * Has what `update.url` offers installed at night, and starts the box into what waits once nothing has been heard and nobody seen for ten
 * minutes. What somebody has sent, or brought on a stick, is installed by hand.
 */
export class NightUpdate {
  readonly #parts: NightUpdateParts;
  readonly #nights = new Map<string, number>();
  readonly #asked = new Set<UpdateRequest>();
  #quietSince: Instant | undefined;
  #begins: Instant | undefined;

  constructor(parts: NightUpdateParts) {
    this.#parts = parts;
  }

  /** Looks once a minute until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#look();
      await this.#parts.clock.sleep(LOOKS_EVERY, signal).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const { clock, hours, random, report, today, updates } = this.#parts;
    const now = clock.now();
    this.#quietSince = isQuiet(report()) ? (this.#quietSince ?? now) : undefined;
    if (!isWithin(hours, new Date(today()))) return this.#day();
    this.#begins ??= later(now, ms(random() * LATEST_BEGIN));
    const known = now < this.#begins ? undefined : await updates.known();
    const what = known && wantedOf(known);
    if (what === 'fetch' && this.#mayFetch(known?.offer?.version)) await this.#ask(what);
    if (what === 'restart' && this.#quietSince !== undefined && elapsed(this.#quietSince, now) >= QUIET_FOR) await this.#ask(what);
  }

  #day(): void {
    this.#asked.clear();
    this.#begins = undefined;
  }

  #mayFetch(version = ''): boolean {
    const nights = this.#nights.get(version) ?? 0;
    if (this.#asked.has('fetch') || nights >= MOST_NIGHTS) return false;
    this.#nights.set(version, nights + 1);
    return true;
  }

  /** Each is asked for once a night. */
  async #ask(what: UpdateRequest): Promise<void> {
    if (this.#asked.has(what)) return;
    this.#asked.add(what);
    const { log, updates } = this.#parts;
    log.info({ what }, 'update.at_night');
    await updates.ask(what).catch((err: unknown) => log.warn({ what, err }, 'update.not_asked'));
  }
}

/** What there is to do; undefined: nothing, or something is under way. */
function wantedOf({ arrived, offer, system }: UpdatesKnown): UpdateRequest | undefined {
  if (isWaiting(system)) return 'restart';
  return offer && arrived === undefined && notNow(system) === undefined ? 'fetch' : undefined;
}

function isQuiet({ announcing, guest, playback, presence }: Heard): boolean {
  const sounds = playback.kind === 'playing' || playback.kind === 'loading' || announcing !== undefined || guest?.kind === 'playing';
  return !sounds && presence.kind !== 'present';
}
