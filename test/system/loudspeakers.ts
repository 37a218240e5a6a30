import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import type { MusicAssistantStandIn } from '../fixtures/music-assistant.ts';

/** 48 kHz, stereo, 16 bit. */
const FRAME = 4;
/** Milliseconds between two looks, and the loudest sample that still counts as silence (of 32,768). */
const EVERY = 50;
const SILENT = 300;

/** Looks at both loudspeakers all the time: at the growing sound file of the own one, and at what the stand-in's player does. */
export class Loudspeakers implements Disposable {
  isOwnLoud = false;
  isOtherLoud = false;
  wasOwnLoud = false;
  wasOtherLoud = false;
  looks = 0;
  /**
   * Each look at which both had been loud since the look before, and at that one as well: the end of a sound is written into the file only
   * when mpv closes it.
   */
  readonly loudTogether: { readonly at: string; readonly volume: number; readonly sample: number; readonly bytes: number }[] = [];
  readonly #file: string;
  readonly #server: () => MusicAssistantStandIn;
  readonly #timer: NodeJS.Timeout;
  #read: number;
  #areTogether = false;

  constructor(file: string, server: () => MusicAssistantStandIn) {
    this.#file = file;
    this.#server = server;
    this.#read = this.#size;
    this.#timer = setInterval(() => this.#look(), EVERY);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  get #size(): number {
    return existsSync(this.#file) ? statSync(this.#file).size : 0;
  }

  #look(): void {
    const { isOpen, state, volume, available, hangs } = this.#server();
    const read = this.#read;
    const sample = this.#loudest();
    const before = this.isOtherLoud;
    this.looks += 1;
    this.isOwnLoud = sample > SILENT;
    this.isOtherLoud = isOpen && !hangs && available && state === 'playing' && volume > 0;
    this.wasOwnLoud ||= this.isOwnLoud;
    this.wasOtherLoud ||= this.isOtherLoud;
    const wereTogether = this.#areTogether;
    this.#areTogether = this.isOwnLoud && this.isOtherLoud && before;
    if (wereTogether && this.#areTogether)
      this.loudTogether.push({ at: new Date().toISOString(), volume, sample, bytes: this.#read - read });
  }

  /** The loudest sample since the look before. */
  #loudest(): number {
    const size = this.#size;
    const from = Math.min(this.#read, size);
    this.#read = size;
    const bytes = Buffer.alloc(size - from - ((size - from) % FRAME));
    if (bytes.length === 0) return 0;
    const file = openSync(this.#file, 'r');
    readSync(file, bytes, 0, bytes.length, from - (from % FRAME));
    closeSync(file);
    return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2).reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  }
}
