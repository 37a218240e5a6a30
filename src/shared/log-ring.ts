/** One line of the log. `seq` counts the lines since the start, from 1. `text` is the JSON that was written. */
export type KeptLine = { readonly seq: number; readonly text: string };

const MOST_LINES = 500;
/** Characters. A longer line, such as an error with its causes, is kept as its beginning. */
const LONGEST = 4000;
/** Characters of all lines together. */
const MOST_TEXT = 256_000;

/** The newest lines of the log, in memory: at most 500, and at most 256,000 characters. */
export class LogRing {
  #lines: readonly KeptLine[] = [];
  #size = 0;
  #seq = 0;

  /** Takes a line as it was written, with or without its line end. */
  write(line: string): void {
    this.#seq += 1;
    const text = line.trimEnd().slice(0, LONGEST);
    this.#lines = [...this.#lines, { seq: this.#seq, text }];
    this.#size += text.length;
    while (this.#lines.length > MOST_LINES || this.#size > MOST_TEXT) this.#drop();
  }

  /** The lines after `seq`, oldest first. */
  after(seq: number): readonly KeptLine[] {
    return this.#lines.filter((line) => line.seq > seq);
  }

  #drop(): void {
    const [oldest, ...rest] = this.#lines;
    this.#size -= oldest?.text.length ?? 0;
    this.#lines = rest;
  }
}
