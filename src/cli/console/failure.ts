import { printable } from '../../domain/one-line.ts';
import { FixableError } from '../../shared/fixable-error.ts';
import type { Io } from '../command.ts';
import { EXIT } from '../command.ts';

/** Does the work of a subcommand. An error that the user can fix becomes one line on stderr and exit 1; a bug is rethrown. */
export async function explainedFailure(name: string, io: Io, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (err) {
    if (!(err instanceof FixableError)) throw err;
    io.err(printable(`moodbox ${name}: ${err.message}`)); // it may name a file
    return EXIT.failed;
  }
}
