import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { raceAbort } from '../shared/async/linked-abort.ts';
import type { Log } from '../shared/log.ts';
import { calmed } from './calm.ts';
import { LIMITS } from './limits/numbers.ts';
import type { BoxClient } from './port.ts';
import { BoxSilent } from './port.ts';
import type { ReportView } from './report-view.ts';

/** The shortest time between two reports: four a second. */
const SPACING = ms(250);
const HEARTBEAT = ms(15_000);
/** How often the box is asked for a sign of life while anybody watches. */
const PULSE = ms(5000);
/** How many heartbeats a page may miss before it is disconnected. */
const MOST_MISSED = 2;

const messageOf = (report: ReportView): string => `data: ${JSON.stringify(report)}\n\n`;
/** An event, not a comment: scripts cannot see comments, and the page has to notice a box that vanished silently. */
const BEAT = 'event: beat\ndata: {}\n\n';

/** Who watches: an address, and the page there, if it says which. */
export type Watcher = { readonly address: string; readonly page?: string | undefined };

/** One page. While it is slow, only the newest message waits for it. */
class Listener {
  readonly watcher: Watcher;
  readonly #res: ServerResponse;
  #full = false;
  #waiting: string | undefined;
  #missed = 0;

  constructor(res: ServerResponse, watcher: Watcher) {
    this.watcher = watcher;
    this.#res = res;
    res.on('drain', () => this.#drained());
  }

  send(message: string): void {
    if (this.#full) this.#waiting = message;
    else this.#full = !this.#res.write(message);
  }

  /** Sends a sign of life; disconnects a page that no longer reads. */
  beat(): void {
    this.#missed = this.#full ? this.#missed + 1 : 0;
    if (this.#missed >= MOST_MISSED) this.#res.destroy();
    else if (!this.#full) this.send(BEAT);
  }

  end(): void {
    this.#res.end();
  }

  #drained(): void {
    const message = this.#waiting;
    this.#full = false;
    this.#waiting = undefined;
    if (message !== undefined) this.send(message);
  }
}

/**
 * Server-sent events: the current report at once, then each change that is news, at most four a second (the newest wins), and a heartbeat
 * every 15 s. A box that does not answer any more has no stream either, within ten seconds: the page runs in a process of its own, which
 * would go on with its heartbeats and show for ever what was true last.
 * The number of pages is bounded, and so is what waits for each. Asks the box for anything only while a page watches. Disposing ends every
 * stream.
 */
export class Live implements AsyncDisposable {
  readonly #box: BoxClient;
  readonly #log: Log;
  readonly #listeners = new Set<Listener>();
  readonly #watched = new EventEmitter<{ change: [] }>();
  readonly #stop = new AbortController();
  /** What every page was sent last. */
  #last: ReportView | undefined;
  readonly #loops: Promise<unknown>;

  constructor(box: BoxClient, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#box = box;
    this.#log = log;
    this.#loops = Promise.all([
      this.#loop((signal) => this.#sendReports(clock, signal)),
      this.#loop((signal) => this.#sendHeartbeats(clock, signal)),
      this.#loop((signal) => this.#feelPulse(clock, signal)),
    ]);
  }

  /**
   * Starts a stream on this response, in place of the one that the same page had. If there are too many or the server is closing, returns
   * false and leaves the response alone.
   */
  admit(res: ServerResponse, watcher: Watcher): boolean {
    if (this.#stop.signal.aborted) return false;
    this.#replace(watcher);
    if (!this.#hasRoomFor(watcher.address)) return false;
    res.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'close',
      'x-accel-buffering': 'no',
    });
    res.flushHeaders();
    const listener = new Listener(res, watcher);
    this.#listeners.add(listener);
    res.on('close', () => this.#listeners.delete(listener));
    res.on('error', () => undefined); // the page left during a write; 'close' follows
    void this.#greet(listener);
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    for (const each of this.#listeners) each.end();
    await this.#loops;
  }

  #replace({ address, page }: Watcher): void {
    if (page === undefined) return;
    const old = [...this.#listeners].find(({ watcher }) => watcher.address === address && watcher.page === page);
    if (old) this.#dismiss(old);
  }

  /** One address has its own bound; where all streams are taken, the oldest of the address with most of them goes if this one has fewer. */
  #hasRoomFor(address: string): boolean {
    const own = this.#of(address);
    if (own.length >= LIMITS.streams.each) return false;
    if (this.#listeners.size < LIMITS.streams.all) return true;
    const addresses = new Set([...this.#listeners].map(({ watcher }) => watcher.address));
    const heaviest = [...addresses].map((each) => this.#of(each)).reduce((a, b) => (b.length > a.length ? b : a), own);
    const [oldest] = heaviest;
    if (!oldest || heaviest.length <= own.length) return false;
    this.#dismiss(oldest);
    return true;
  }

  /** The streams of an address, oldest first. */
  #of(address: string): readonly Listener[] {
    return [...this.#listeners].filter(({ watcher }) => watcher.address === address);
  }

  #dismiss(listener: Listener): void {
    this.#listeners.delete(listener);
    listener.end();
  }

  /** The current report. A page that cannot get it is disconnected, and tries again by itself. */
  async #greet(listener: Listener): Promise<void> {
    try {
      const report = await this.#box.report();
      if (!this.#tell(report)) listener.send(messageOf(this.#last ?? report));
      this.#watched.emit('change');
    } catch (err) {
      this.#log.warn({ err }, 'web.silent');
      listener.end();
    }
  }

  async #loop(turn: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    try {
      while (!signal.aborted) await turn(signal);
    } catch (err) {
      if (!signal.aborted) throw err;
    }
  }

  async #sendReports(clock: Clock, signal: AbortSignal): Promise<void> {
    if (this.#listeners.size === 0) await once(this.#watched, 'change', { signal });
    this.#tell(await this.#box.change(signal));
    await clock.sleep(SPACING, signal);
  }

  /** Sends a report to every page, unless nothing in it is news. Returns whether it was sent. */
  #tell(report: ReportView): boolean {
    const next = calmed(this.#last, report);
    if (next === this.#last) return false;
    this.#last = next;
    const message = messageOf(next);
    for (const each of this.#listeners) each.send(message);
    return true;
  }

  async #sendHeartbeats(clock: Clock, signal: AbortSignal): Promise<void> {
    await clock.sleep(HEARTBEAT, signal);
    for (const each of this.#listeners) each.beat();
  }

  /** Whoever watches a box that is silent notices at once, and tries again by itself. */
  async #feelPulse(clock: Clock, signal: AbortSignal): Promise<void> {
    await clock.sleep(PULSE, signal);
    if (this.#listeners.size === 0) return;
    const silence = await raceAbort(silenceOf(this.#box), signal);
    if (!silence) return;
    this.#log.warn({ err: silence }, 'web.silent');
    for (const each of this.#listeners) this.#dismiss(each);
  }
}

/** Nothing if the box answers, whatever it says. */
const silenceOf = (box: BoxClient): Promise<BoxSilent | undefined> =>
  box.health().then(
    () => undefined,
    (err: unknown) => (err instanceof BoxSilent ? err : undefined),
  );
