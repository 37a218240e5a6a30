import { readFile } from 'node:fs/promises';
import { FixableError } from '../../shared/fixable-error.ts';

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

function epochIn(line: string, where: string): Epoch {
  const value = parsed(line);
  if (!isEpoch(value))
    throw new TrainingLogError(`${where}: expected "epoch", "loss", "validation" and perhaps "votes", "unaveraged" as numbers`);
  return value;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isEpoch(value: unknown): value is Epoch {
  const { epoch, loss, validation, votes = 0, unaveraged = 0 } = (value ?? {}) as Record<string, unknown>;
  return [epoch, loss, validation, votes, unaveraged].every((each) => typeof each === 'number' && Number.isFinite(each));
}
