import type { Partitions } from '../../appliance/place.ts';
import { printable } from '../../domain/one-line.ts';
import type { Io } from '../command.ts';

/** What to do about a partition, by the file system's error. */
const FULL: readonly string[] = ['ENOSPC', 'EDQUOT'];

/**
 * The steps of a start, each of which may fail by itself: a partition that is full, read-only or missing costs what should have been
 * written there, and nothing else. `troubles`: a sentence for each failure, for the report.
 */
export class BootSteps {
  readonly troubles: string[] = [];
  readonly #partitions: Partitions;
  readonly #io: Io;

  constructor(partitions: Partitions, io: Io) {
    this.#partitions = partitions;
    this.#io = io;
  }

  /**
   * Does one. Resolves to undefined if a partition did not let it. `what`: how the report calls it. Any other error is a bug, and
   * rejects.
   */
  async done<T>(step: () => Promise<T>, what = 'Not everything could be written'): Promise<T | undefined> {
    try {
      return await step();
    } catch (err) {
      const { code = '', path = '', syscall } = err as NodeJS.ErrnoException;
      const where = (['card', 'data'] as const).find((each) => path.startsWith(this.#partitions[each]));
      if (syscall === undefined || (where === undefined && !FULL.includes(code))) throw err;
      const why = whyNot(code, where ?? 'data');
      const trouble = `${what}: ${why}.`;
      if (this.troubles.includes(trouble)) return undefined;
      this.#io.err(printable(`moodbox boot-settings: ${path} cannot be written (${code}): ${why}`));
      this.troubles.push(trouble);
      return undefined;
    }
  }
}

function whyNot(code: string, where: keyof Partitions): string {
  const name = where === 'card' ? 'the card' : "the box's own memory";
  if (FULL.includes(code))
    return where === 'card'
      ? 'the card is full: delete what you have put on it'
      : `${name} is full, and so what is new on the card is not in force: a file factory-reset on the card empties it`;
  if (code === 'EROFS') return `${name} is read-only${where === 'card' ? ': slide its lock back, or check it on a computer' : ''}`;
  return `${name} does not let itself be written (${code}): check it on a computer`;
}
