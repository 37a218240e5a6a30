import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { processesWith } from '../fixtures/processes.ts';
import type { Youtube } from '../fixtures/youtube-server.ts';
import { startYoutube } from '../fixtures/youtube-server.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';
import { configOf, furnish, PITCHES, YOUTUBE } from './furnishing.ts';
import { Listener } from './listener.ts';
import { measured } from './promises.ts';

const SECONDS = 90;
const MARK = 'LC_TEST_MARK';
const SETTLED = { timeout: 60_000, interval: 250 };
/** Descriptors that come and go with work under way (a yt-dlp has three, a page's visitor one). */
const PASSING = 8;
const COMPLAINTS = /uncaught|unhandled|TypeError|ReferenceError|RangeError|MaxListenersExceeded|Warning:/i;

export type CafeOptions = {
  /** What is wrong with YouTube from the start. */
  readonly faults?: Partial<Youtube['faults']>;
  /** Sections of the configuration, beside and over the usual ones. */
  readonly config?: Readonly<Record<string, object>>;
  readonly env?: NodeJS.ProcessEnv;
  /** A command that becomes the daemon's, by the state folder. */
  readonly under?: (state: string) => readonly string[];
  /** Where YouTube listens. */
  readonly host?: string;
  /** How long the library's tracks are; YouTube's have 90 s. */
  readonly librarySeconds?: number;
  /** The yt-dlp to use, in the state folder or elsewhere. */
  readonly ytdlp?: (state: string) => string;
  /** Done before the daemon starts. */
  readonly prepare?: (state: string) => Promise<void>;
};

/**
 * A café with the whole box as built: its YouTube (the real yt-dlp and a server on loopback), its library, and somebody who listens.
 * It is `sad` from the start, by the switches that a box remembers, so that nothing need be said to it.
 */
export class Cafe implements AsyncDisposable {
  readonly youtube: Youtube;
  readonly box: RunningBox;
  readonly ear: Listener;
  readonly state: string;
  /** When the daemon was started, ms of `Date.now`. */
  readonly since: number;
  readonly #mark: string;
  #held = 0;
  #closed = false;

  private constructor(parts: Pick<Cafe, 'youtube' | 'box' | 'ear' | 'state' | 'since'>, mark: string) {
    this.youtube = parts.youtube;
    this.box = parts.box;
    this.ear = parts.ear;
    this.state = parts.state;
    this.since = parts.since;
    this.#mark = mark;
  }

  static async open(options: CafeOptions = {}): Promise<Cafe> {
    const youtube = await startYoutube({ tones: YOUTUBE, host: options.host ?? '127.0.0.1', seconds: SECONDS });
    Object.assign(youtube.faults, options.faults);
    const folder = await tempFolder();
    const state = join(folder, 'state');
    await furnish(folder, options.librarySeconds ?? SECONDS);
    await options.prepare?.(state);
    const mark = randomUUID();
    const since = Date.now();
    const env = { ...youtube.env, ...options.env, [MARK]: mark };
    try {
      const box = await startBox(folder, configOf(folder, options), env, [], options.under?.(state));
      return new Cafe({ youtube, box, state, since, ear: new Listener(join(folder, 'sound.wav'), PITCHES) }, mark);
    } catch (err) {
      await youtube[Symbol.asyncDispose]();
      throw err;
    }
  }

  /**
   * Waits for this sound (or one of these), remembers what the healthy box holds open, and says when it began, in seconds after the start.
   */
  async opens(name: string, within: number): Promise<number> {
    const seconds = await this.ear.hear(name, { from: this.since, within });
    this.#held = this.#descriptors();
    return seconds;
  }

  /** Waits for one of these sounds. If it does not come, the error says what the box logged last, and whether it is still there. */
  async hears(names: readonly string[], within: number): Promise<void> {
    try {
      await this.ear.hear(names, { from: Date.now(), within });
    } catch (cause) {
      const there = this.processes.includes(this.box.pid) ? 'the box is running' : 'the box has gone';
      throw new Error([(cause as Error).message, there, ...this.box.log.slice(-20)].join('\n'), { cause });
    }
  }

  async command(said: object): Promise<number> {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${this.box.url}/api/commands`, { method: 'POST', headers, body: JSON.stringify(said) })).status;
  }

  async report(): Promise<Readonly<Record<string, unknown>>> {
    return (await (await fetch(`${this.box.url}/api/report`)).json()) as Readonly<Record<string, unknown>>;
  }

  /** How often the log has that event. */
  logged(event: string): number {
    return this.box.log.filter((line) => line.includes(`"msg":"${event}"`)).length;
  }

  get processes(): readonly number[] {
    return processesWith(MARK, this.#mark);
  }

  /** The mpvs of this box; one, as a rule. */
  get mpvs(): readonly number[] {
    return this.processes.filter((pid) => commandOf(pid).includes('--input-ipc-server='));
  }

  async mpv(): Promise<number> {
    await vi.waitFor(() => expect(this.mpvs.length).toBe(1), SETTLED);
    return this.mpvs[0] as number;
  }

  /** The same process, one mpv, nothing leaked, nothing uncaught. */
  async isWell(): Promise<void> {
    expect(this.box.log.filter((line) => COMPLAINTS.test(line))).toEqual([]);
    expect(this.processes).toContain(this.box.pid);
    await vi.waitFor(() => expect(this.mpvs.length).toBe(1), SETTLED);
    await vi.waitFor(() => expect(this.#descriptors()).toBeLessThanOrEqual(this.#held + PASSING), SETTLED);
  }

  /** SIGTERM: ended in time, and nobody is left behind. */
  async closes(): Promise<void> {
    this.#closed = true;
    const asked = Date.now();
    expect(await this.box.stop()).toBe(0);
    measured('end', (Date.now() - asked) / 1000);
    await vi.waitFor(() => expect(this.processes).toEqual([]), SETTLED);
    expect(this.box.log.filter((line) => COMPLAINTS.test(line))).toEqual([]);
  }

  /** Well, and closed. */
  async isWellAndCloses(): Promise<void> {
    await this.isWell();
    await this.closes();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#closed) await this.box.stop('SIGKILL');
    this.ear[Symbol.dispose]();
    await this.box[Symbol.asyncDispose]();
    await this.youtube[Symbol.asyncDispose]();
  }

  #descriptors(): number {
    return readdirSync(`/proc/${this.box.pid}/fd`).length;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has gone meanwhile
  }
}
