import { BenchError } from '../bench/port.ts';
import { CameraLost } from '../camera/errors.ts';
import { SourceError } from '../camera/source.ts';
import { LabelledError } from '../evaluation/labelled.ts';
import { HistoryError } from '../history/failure.ts';
import { ModelError } from '../inference/manifest.ts';
import { OutputError } from '../players/wav-file.ts';
import { WebError } from '../web/server.ts';
import type { Io } from './command.ts';
import { EXIT } from './command.ts';
import { TrainingLogError } from './figures/training-log.ts';
import { UnwritableError } from './write-file.ts';

/** Errors that the user can fix; each message says how. */
const EXPECTED = [
  BenchError,
  SourceError,
  CameraLost,
  ModelError,
  LabelledError,
  TrainingLogError,
  OutputError,
  HistoryError,
  UnwritableError,
  WebError,
];

/** Does the work of a subcommand. An expected error becomes one line on stderr and exit 1; a bug is rethrown. */
export async function explainedFailure(name: string, io: Io, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (err) {
    if (!EXPECTED.some((kind) => err instanceof kind)) throw err;
    io.err(`moodbox ${name}: ${(err as Error).message}`);
    return EXIT.failed;
  }
}
