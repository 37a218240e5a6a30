import { readFile } from 'node:fs/promises';
import type { InferenceConfig } from '../config/schema.ts';
import { strongest } from '../domain/emotion.ts';
import { px } from '../domain/units.ts';
import { batchOf, faceInput } from '../inference/crop.ts';
import type { Labelled } from '../inference/labelled.ts';
import { checkPixels, imageAt, LabelledError, labelsIn, STORED_SIDE } from '../inference/labelled.ts';
import type { Manifest } from '../inference/manifest.ts';
import { readManifest } from '../inference/manifest.ts';
import type { Answer } from '../inference/metrics.ts';
import { metricsOf } from '../inference/metrics.ts';
import { modelsOf, openClassifier } from '../inference/open.ts';
import type { EmotionClassifier } from '../inference/port.ts';
import type { Io, Subcommand } from './command.ts';
import { configOf, EXIT, parse, UsageError } from './command.ts';
import type { Evaluation } from './evaluate-lines.ts';
import { evaluationLines } from './evaluate-lines.ts';
import { explained } from './failure.ts';

const OPTIONS = {
  pixels: { type: 'string' },
  labels: { type: 'string' },
  split: { type: 'string' },
  engine: { type: 'string' },
  json: { type: 'boolean', default: false },
  config: { type: 'string' },
} as const;

type Engine = InferenceConfig['engine'];
type Job = { readonly pixels: string; readonly labels: string; readonly split: string | undefined; readonly json: boolean };

const ENGINES: readonly Engine[] = ['onnx', 'tensorflow'];
const BATCH = 64;
const WHOLE = { x: px(0), y: px(0), width: STORED_SIDE, height: STORED_SIDE };

export const evaluate: Subcommand = {
  usage: `usage: moodbox evaluate --pixels FILE --labels FILE [--split NAME] [--engine onnx|tensorflow] [--json] [--config FILE]

Accuracy, precision, recall and F1 of each class, and the confusion matrix, beside the paper's Table 1.
  --pixels FILE  48 x 48 grey images, one byte a pixel, one after the other, no header
  --labels FILE  comma-separated, a header and one line an image in the same order; columns 'emotion' (0 to 6) and 'split'
  --split NAME   only the rows of that split, such as PublicTest (default: all rows)
  --engine NAME  default: inference.engine of the configuration
  --json         the same as JSON
Each image goes through the daemon's own preprocessing.`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const { pixels, labels, split, json } = values;
    if (pixels === undefined || labels === undefined) throw new UsageError('--pixels and --labels are both needed');
    const engine = engineOf(values.engine);
    const { inference } = configOf(values.config, io.env);
    return explained('evaluate', io, () => examine({ pixels, labels, split, json }, engine ?? inference.engine, modelsOf(inference), io));
  },
};

function engineOf(said: string | undefined): Engine | undefined {
  const engine = ENGINES.find((each) => each === said);
  if (said !== undefined && !engine) throw new UsageError(`--engine wants ${ENGINES.join(' or ')}, not '${said}'`);
  return engine;
}

async function examine(job: Job, engine: Engine, folder: string, io: Io): Promise<number> {
  const { rows, total } = labelsIn((await bytesOf(job.labels)).toString('utf8'), job.split);
  const pixels = await bytesOf(job.pixels);
  checkPixels(pixels.length, total);
  const manifest = await readManifest(folder);
  await using classifier = await openClassifier(engine, folder, manifest);
  const answers: Answer[] = [];
  for (let start = 0; start < rows.length; start += BATCH) {
    if (io.signal.aborted) return EXIT.failed;
    answers.push(...(await answersTo(rows.slice(start, start + BATCH), pixels, classifier, manifest)));
  }
  const evaluation: Evaluation = { engine, version: manifest.version, split: job.split, metrics: metricsOf(answers) };
  for (const line of evaluationLines(job.json, evaluation)) io.out(line);
  return EXIT.ok;
}

async function answersTo(
  rows: readonly Labelled[],
  pixels: Uint8Array,
  classifier: EmotionClassifier,
  manifest: Manifest,
): Promise<Answer[]> {
  const faces = rows.map(({ index }) => faceInput(imageAt(pixels, index), WHOLE, manifest.preprocessing));
  const read = await classifier.classify(batchOf(faces));
  return rows.flatMap(({ emotion }, index) => {
    const scores = read[index];
    return scores ? [{ truth: emotion, guess: strongest(scores) }] : [];
  });
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (err) {
    throw new LabelledError((err as NodeJS.ErrnoException).code === 'ENOENT' ? `there is no file '${path}'` : (err as Error).message);
  }
}
