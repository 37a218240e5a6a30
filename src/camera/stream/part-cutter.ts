import { ByteQueue } from './byte-queue.ts';
import { foreignKind } from './image-kind.ts';
import type { JpegProgress } from './jpeg-end.ts';
import { AT_START, JPEG_START, jpegStep } from './jpeg-end.ts';
import { HEAD_BYTES, NoPictures, noPictures } from './no-pictures.ts';
import { delimiterIn, delimiterOf, partHead, withoutLineEnd } from './part-head.ts';

const MEGABYTE = 1024 * 1024;
/** A part larger than this is not a camera's picture. */
const MOST_BYTES = 4 * MEGABYTE;
/**
 * If so much comes before the first picture, none will come. A relay may begin in the middle of a large one, but not where sound is
 * announced.
 */
const MOST_BEFORE = MEGABYTE;
const MOST_BEFORE_OF_OTHERS = 64 * 1024;
/** The kind of a body can be seen in this many bytes. */
const ENOUGH = 16;
/** Blank lines, or a header of the camera's own, before a picture, bytes. */
const LONGEST_LEAD = 1024;
/** Of what lies between two parts this much is kept: a delimiter may begin in it. */
const KEPT = 256;

type Body = {
  readonly kind: 'body';
  readonly length: number | undefined;
  /** Absent while the body is not known to be a JPEG file. */
  readonly jpeg?: JpegProgress;
  /** No delimiter begins before this byte. */
  readonly searched: number;
};
/** What is being read: what lies between two parts, a body, or the rest of a body that was delivered. */
type State = { readonly kind: 'between' } | Body | { readonly kind: 'rest'; readonly left: number };
/** A part, nothing yet, or a new state to go on from. */
type Step = Buffer | 'more' | 'again';

const BETWEEN: State = { kind: 'between' };
const jpegBody = (length?: number): Body => ({ kind: 'body', length, jpeg: AT_START, searched: 0 });

/** Cuts a body into its parts, as `parts` describes it. */
export class PartCutter {
  readonly #held = new ByteQueue();
  readonly #announced: string | undefined;
  #delimiter: string | undefined;
  #state: State = BETWEEN;
  #head = Buffer.alloc(0);
  readonly #type: string | undefined;
  readonly #mostBefore: number;
  #passed = 0;
  #found = 0;

  constructor(boundary?: string, type?: string) {
    this.#type = type;
    this.#mostBefore = /^\s*(audio|text)\//i.test(type ?? '') ? MOST_BEFORE_OF_OTHERS : MOST_BEFORE;
    this.#announced = boundary === undefined ? undefined : delimiterOf(boundary);
  }

  /** Whether the body would be complete if it ended here: a picture without delimiters, and nothing behind it. */
  get isWhole(): boolean {
    return this.#found > 0 && this.#delimiter === undefined && this.isBetween;
  }

  /** Whether no part has begun behind the last one. */
  get isBetween(): boolean {
    return this.#state.kind === 'between' && ['', this.#closing].includes(this.#rest);
  }

  /** Whether the delimiter that ends the last part of a body has come (RFC 2046 §5.1.1). */
  get isClosed(): boolean {
    return this.#found > 0 && this.#state.kind === 'between' && this.#rest !== '' && this.#rest === this.#closing;
  }

  get #closing(): string {
    return this.#delimiter === undefined ? '' : `${this.#delimiter}--`;
  }

  /** What is held, as far as it matters here. */
  get #rest(): string {
    return this.#held.view.toString('latin1', 0, KEPT).trim();
  }

  /** The parts that are complete with these bytes. Throws `NoPictures`. */
  push(chunk: Uint8Array): readonly Buffer[] {
    if (this.#head.length < HEAD_BYTES) this.#head = Buffer.concat([this.#head, chunk]).subarray(0, HEAD_BYTES);
    this.#held.push(chunk);
    const parts: Buffer[] = [];
    for (let step = this.#step(); step !== 'more'; step = this.#step()) if (step !== 'again' && step.length > 0) parts.push(step);
    this.#found += parts.length;
    if (this.#held.length > MOST_BYTES)
      throw new NoPictures(`sends a picture of more than ${MOST_BYTES / MEGABYTE} MB: choose a smaller one`);
    return parts;
  }

  /** The body has ended. Throws `NoPictures` if it held none. */
  end(): void {
    if (this.#found === 0 && this.#state.kind === 'between' && this.#head.length > 0) throw noPictures(this.#head, this.#type);
  }

  #step(): Step {
    switch (this.#state.kind) {
      case 'between':
        return this.#next();
      case 'body':
        return this.#state.jpeg ? this.#jpeg(this.#state, this.#state.jpeg) : this.#other(this.#state);
      case 'rest':
        return this.#skip(this.#state.left);
    }
  }

  /** Looks for what comes first, a part with a header or a bare JPEG file. */
  #next(): Step {
    const held = this.#held.view;
    this.#learnDelimiter(held);
    const part = this.#delimiter === undefined ? undefined : partHead(held, this.#delimiter);
    const jpeg = held.indexOf(JPEG_START);
    if (part?.body !== undefined && (jpeg < 0 || part.body <= jpeg)) {
      const length = part.length === undefined || part.length > MOST_BYTES ? undefined : part.length;
      return this.#goOn(part.body, { kind: 'body', length, searched: 0 });
    }
    if (jpeg >= 0) return this.#goOn(jpeg, jpegBody());
    return this.#pass(part?.start ?? Math.max(0, held.length - KEPT));
  }

  /** The announced delimiter if the body uses it, else the one that the body begins with. */
  #learnDelimiter(held: Buffer): void {
    if (this.#delimiter !== undefined) return;
    if (this.#announced !== undefined && held.includes(this.#announced, 0, 'latin1')) this.#delimiter = this.#announced;
    else if (this.#found === 0 && this.#passed === 0) this.#delimiter = delimiterIn(held);
  }

  #pass(count: number): Step {
    this.#passed += count;
    this.#held.drop(count);
    const isForeign = this.#delimiter === undefined && this.#head.length >= ENOUGH && foreignKind(this.#head) !== undefined;
    if (this.#found === 0 && (isForeign || this.#passed > this.#mostBefore)) throw noPictures(this.#head, this.#type);
    return 'more';
  }

  #jpeg({ length, searched }: Body, progress: JpegProgress): Step {
    const held = this.#held.view;
    const step = jpegStep(held, progress);
    if (step.kind === 'end')
      return this.#deliver(step.at, length === undefined || length <= step.at ? BETWEEN : { kind: 'rest', left: length - step.at });
    if (step.kind === 'torn') return this.#torn(held, step.at);
    const unended = this.#unended(held, length, searched);
    if (unended !== undefined) return this.#deliver(unended, BETWEEN);
    this.#state = { kind: 'body', length, jpeg: step.progress, searched: held.length };
    return 'more';
  }

  /** Another JPEG file begins inside this one. If a delimiter comes first, only the end mark was missing; else this one is lost. */
  #torn(held: Buffer, at: number): Step {
    const end = this.#delimiter === undefined ? -1 : held.subarray(0, at).indexOf(this.#delimiter, 0, 'latin1');
    return end < 0 ? this.#goOn(at, jpegBody()) : this.#deliver(withoutLineEnd(held, end), BETWEEN);
  }

  /** Where a JPEG file without an end mark ends: at its Content-Length if a delimiter follows there, else at the next delimiter. */
  #unended(held: Buffer, length: number | undefined, searched: number): number | undefined {
    if (this.#delimiter === undefined) return undefined;
    const at = held.indexOf(this.#delimiter, Math.max(0, searched - this.#delimiter.length), 'latin1');
    return at < 0 || (length !== undefined && at < length) ? undefined : withoutLineEnd(held, at);
  }

  /** A body that does not begin as a JPEG file does. */
  #other({ length, searched }: Body): Step {
    const held = this.#held.view;
    const lead = this.#leadOf(held);
    if (lead >= 0 && (length === undefined || lead < length)) return this.#goOn(lead, jpegBody(length));
    if (held.length >= Math.min(ENOUGH, length ?? ENOUGH) && foreignKind(held)) return this.#deliverHead(held, length);
    if (length !== undefined) return held.length < length ? 'more' : this.#deliver(length, BETWEEN);
    const end = this.#unended(held, undefined, searched);
    if (end !== undefined) return this.#deliver(end, BETWEEN);
    this.#state = { kind: 'body', length, searched: held.length };
    return 'more';
  }

  /** How much comes before a JPEG file in a part, such as a second blank line; -1 if there is no such file near its beginning. */
  #leadOf(held: Buffer): number {
    const lead = held.subarray(0, LONGEST_LEAD).indexOf(JPEG_START);
    const next = this.#delimiter === undefined ? -1 : held.subarray(0, LONGEST_LEAD).indexOf(this.#delimiter, 0, 'latin1');
    return next >= 0 && next < lead ? -1 : lead;
  }

  #deliverHead(held: Buffer, length: number | undefined): Step {
    this.#state = { kind: 'rest', left: length ?? Number.POSITIVE_INFINITY };
    return Buffer.from(held.subarray(0, Math.min(HEAD_BYTES, length ?? HEAD_BYTES)));
  }

  /** Skips to the next delimiter, or as far as the part was said to go. */
  #skip(left: number): Step {
    const held = this.#held.view;
    const next = this.#delimiter === undefined ? -1 : held.indexOf(this.#delimiter, 0, 'latin1');
    const end = next < 0 ? left : Math.min(next, left);
    if (end <= held.length) return this.#goOn(end, BETWEEN);
    const count = Math.max(0, held.length - KEPT);
    this.#goOn(count, { kind: 'rest', left: left - count });
    return 'more';
  }

  #deliver(count: number, next: State): Step {
    this.#state = next;
    return this.#held.take(count);
  }

  #goOn(dropped: number, next: State): Step {
    this.#held.drop(dropped);
    this.#state = next;
    return 'again';
  }
}
