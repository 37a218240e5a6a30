import { readFile } from 'node:fs/promises';
import { exactOptional, finite, number, object, pipe } from 'valibot';
import { FixableError } from '../../shared/fixable-error.ts';
import { jsonFitting } from '../../shared/json.ts';

/** An invalid training log. The message is one line that says where the fault is. */
export class TrainingLogError extends FixableError {
  override readonly name = 'TrainingLogError';
}

/** One epoch of a training run, as scripts/train/train.py logs it: accuracies are shares of the validation part, 0 to 1. */
export type Epoch = {
  readonly epoch: number;
  readonly loss: number;
  /** Against FER-2013's labels, with the averaged weights. */
  readonly validation: number;
  /** The same against the majority of FERPlus. */
  readonly votes?: number;
  /** Against the labels, with the weights before averaging. */
  readonly unaveraged?: number;
};

/** The epochs of a log, one JSON object per line; undefined if there is no such file. Throws `TrainingLogError` for an invalid line. */
export async function trainingLog(path: string): Promise<readonly Epoch[] | undefined> {
  const text = await readFile(path, 'utf8').catch((err: NodeJS.ErrnoException) => {
    if (err.code === 'ENOENT') return undefined;
    throw new TrainingLogError(`${path} cannot be read (${err.message})`);
  });
  if (text === undefined) return undefined;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new TrainingLogError(`${path} holds no epoch`);
  return lines.map((line, index) => epochIn(line, `${path}, line ${index + 1}`));
}

const count = pipe(number(), finite());
const EPOCH = object({ epoch: count, loss: count, validation: count, votes: exactOptional(count), unaveraged: exactOptional(count) });

function epochIn(line: string, where: string): Epoch {
  const epoch = jsonFitting(EPOCH, line);
  if (!epoch) throw new TrainingLogError(`${where}: expected "epoch", "loss", "validation" and perhaps "votes", "unaveraged" as numbers`);
  return epoch;
}
