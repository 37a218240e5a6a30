import type { ServerResponse } from 'node:http';
import type { Report } from '../domain/report.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LatestSlot } from '../shared/async/latest-slot.ts';
import type { Box } from './port.ts';
import { viewOf } from './view.ts';

/** How many pages may watch at once. */
export const MOST_LISTENERS = 64;
/** The shortest time between two reports: four a second. */
const SPACING = ms(250);
const HEARTBEAT = ms(15_000);
/** How many heartbeats a page may miss before it is disconnected. */
const MOST_MISSED = 2;

const messageOf = (report: Report): string => `data: ${JSON.stringify(viewOf(report))}\n\n`;
/** An event, not a comment: scripts cannot see comments, and the page has to notice a box that vanished silently. */
const BEAT = 'event: beat\ndata: {}\n\n';

/** One page. While it is slow, only the newest message waits for it. */
class Listener {
  readonly #res: ServerResponse;
  #full = false;
  #waiting: string | undefined;
  #missed = 0;

  constructor(res: ServerResponse) {
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
 * Server-sent events: the current report at once, then each change, at most four a second (the newest wins), and a heartbeat every 15 s.
 * The number of pages is bounded, and so is what waits for each. Disposing ends every stream.
 */
export class Live implements AsyncDisposable {
  readonly #box: Box;
  readonly #listeners = new Set<Listener>();
  readonly #newest = new LatestSlot<Report>();
  readonly #stop = new AbortController();
  readonly #unsubscribe: () => void;
  readonly #loops: Promise<unknown>;

  constructor(box: Box, clock: Clock) {
    this.#box = box;
    this.#unsubscribe = box.onReport((report) => {
      if (this.#listeners.size > 0) this.#newest.put(report);
    });
    this.#loops = Promise.all([
      this.#loop((signal) => this.#sendReports(clock, signal)),
      this.#loop((signal) => this.#sendHeartbeats(clock, signal)),
    ]);
  }

  /** Starts a stream on this response. If there are too many or the server is closing, returns false and leaves the response alone. */
  admit(res: ServerResponse): boolean {
    if (this.#listeners.size >= MOST_LISTENERS || this.#stop.signal.aborted) return false;
    res.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'close',
      'x-accel-buffering': 'no',
    });
    const listener = new Listener(res);
    this.#listeners.add(listener);
    res.on('close', () => this.#listeners.delete(listener));
    res.on('error', () => undefined); // the page left during a write; 'close' follows
    listener.send(messageOf(this.#box.report()));
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe();
    this.#stop.abort();
    for (const each of this.#listeners) each.end();
    await this.#loops;
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
    const message = messageOf(await this.#newest.take(signal));
    for (const each of this.#listeners) each.send(message);
    await clock.sleep(SPACING, signal);
  }

  async #sendHeartbeats(clock: Clock, signal: AbortSignal): Promise<void> {
    await clock.sleep(HEARTBEAT, signal);
    for (const each of this.#listeners) each.beat();
  }
}
