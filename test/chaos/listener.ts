import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const RATE = 48_000;
const FRAME = 4;
const HEADER = 44;
const EVERY_MS = 100;
/** A piece is a tenth of a second or more of new sound; of a longer one the newest half second is looked at. */
const LEAST = RATE / 10;
const MOST = RATE / 2;
/** Below this root mean square (of 1) nobody hears anything: -50 dB. */
const AUDIBLE = 0.003;
/** Which part of the power a pitch must have. */
const PURE = 0.6;
/** So many pieces alike in a row are no accident. */
const STEADY = 5;

/** A piece of sound that could be heard: when it ended (ms of `Date.now`), how long it was, and the name of its pitch, or `other`. */
export type Piece = { readonly at: number; readonly lasted: number; readonly heard: string };

/**
 * Listens to the growing file of the output `pcm:FILE` (48 kHz, stereo, 16 bit) as somebody in the room would, by the clock on the
 * wall. The file alone does not tell how long it was silent: an mpv that is dead or stopped writes nothing, not silence.
 */
export class Listener implements Disposable {
  readonly pieces: Piece[] = [];
  readonly #file: number;
  readonly #pitches: Readonly<Record<string, number>>;
  readonly #timer: NodeJS.Timeout;
  #read = HEADER;

  /** `pitches`: names of tones, and their pitch in Hz. */
  constructor(file: string, pitches: Readonly<Record<string, number>>) {
    this.#file = openSync(file, 'r');
    this.#pitches = pitches;
    this.#timer = setInterval(() => this.#listen(), EVERY_MS);
  }

  /** What was heard steadily at the last look; `silence` where nothing was heard for a second. */
  get now(): string {
    const newest = this.pieces.slice(-STEADY);
    const [first] = newest;
    if (!first || Date.now() - (newest.at(-1)?.at ?? 0) > 1000) return 'silence';
    return newest.every(({ heard }) => heard === first.heard) ? first.heard : 'other';
  }

  /** The longest time without sound from then until then, in seconds. */
  silence(from: number, until = Date.now()): number {
    const inside = this.pieces.filter(({ at }) => at > from && at <= until);
    const ends = [from, ...inside.map(({ at }) => at)];
    const begins = [...inside.map(({ at, lasted }) => at - lasted), until];
    return Math.max(0, ...ends.map((end, i) => (begins[i] ?? until) - end)) / 1000;
  }

  /** Waits until this (or one of these) is heard steadily; how many seconds after `from` it began. Rejects after so many seconds. */
  async hear(name: string | readonly string[], { from, within }: { readonly from: number; readonly within: number }): Promise<number> {
    for (;;) {
      const begun = this.#begun([name].flat(), from);
      if (begun !== undefined) return Math.max(0, begun - from) / 1000;
      if (Date.now() - from > within * 1000) throw new Error(`no ${name} within ${within} s: ${this.#told(from)}`);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    closeSync(this.#file);
  }

  #begun(names: readonly string[], from: number): number | undefined {
    const since = this.pieces.filter(({ at }) => at > from);
    const place = since.findIndex((_, i) => {
      const run = since.slice(i, i + STEADY);
      return run.length === STEADY && run.every(({ heard }) => names.includes(heard));
    });
    const first = since[place];
    return first && first.at - first.lasted;
  }

  /** What was heard since then, for whoever reads why a test failed. */
  #told(from: number): string {
    const heard = this.pieces.filter(({ at }) => at > from).map((piece) => piece.heard);
    return heard.length === 0 ? 'nothing was heard' : heard.filter((name, i) => name !== heard[i - 1]).join(', ');
  }

  #listen(): void {
    const frames = Math.floor((fstatSync(this.#file).size - this.#read) / FRAME);
    if (frames < LEAST) return;
    const looked = Math.min(frames, MOST);
    const bytes = Buffer.alloc(looked * FRAME);
    readSync(this.#file, bytes, 0, bytes.length, this.#read + (frames - looked) * FRAME);
    this.#read += frames * FRAME;
    const heard = pitchOf(leftOf(bytes), this.#pitches);
    if (heard !== undefined) this.pieces.push({ at: Date.now(), lasted: (frames / RATE) * 1000, heard });
  }
}

const leftOf = (bytes: Buffer): Float64Array =>
  Float64Array.from({ length: bytes.length / FRAME }, (_, i) => bytes.readInt16LE(i * FRAME) / 32_768);

/** The pitch that makes most of a piece (Goertzel's filter), `other` where none does, undefined where nothing can be heard. */
export function pitchOf(samples: Float64Array, pitches: Readonly<Record<string, number>>): string | undefined {
  const power = samples.reduce((sum, each) => sum + each * each, 0);
  if (Math.sqrt(power / samples.length) < AUDIBLE) return undefined;
  const found = Object.entries(pitches).find(([, hertz]) => (2 * goertzel(samples, hertz)) / (samples.length * power) > PURE);
  return found?.[0] ?? 'other';
}

function goertzel(samples: Float64Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
  let [one, two] = [0, 0];
  for (const sample of samples) [one, two] = [sample + turn * one - two, one];
  return one * one + two * two - turn * one * two;
}
