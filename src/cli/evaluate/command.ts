import { readFile } from 'node:fs/promises';
import type { Config } from '../../config/schema.ts';
import { ENGINES } from '../../config/schema.ts';
import { assess } from '../../evaluation/assess.ts';
import { checkPixels, LabelledError, labelsIn } from '../../evaluation/labelled.ts';
import type { FaceSet } from '../../evaluation/predictions.ts';
import { readFaces, sampled } from '../../evaluation/predictions.ts';
import { robustnessOf } from '../../evaluation/robustness.ts';
import { besideModel, readManifest } from '../../inference/manifest.ts';
import { modelsOf, openClassifier } from '../../inference/open.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse, UsageError, whole } from '../command.ts';
import { explainedFailure } from '../console/failure.ts';
import { writeFigures } from '../figures/write.ts';
import type { Evaluation } from './json.ts';
import { evaluationJson } from './json.ts';
import { evaluationLines } from './lines.ts';

const OPTIONS = {
  pixels: { type: 'string' },
  labels: { type: 'string' },
  split: { type: 'string' },
  sample: { type: 'string' },
  robustness: { type: 'boolean', default: false },
  confidence: { type: 'string' },
  figures: { type: 'string' },
  engine: { type: 'string' },
  json: { type: 'boolean', default: false },
  config: { type: 'string' },
} as const;

/** The files to read, and which of their rows. */
type Source = { readonly pixels: string; readonly labels: string; readonly split: string | undefined; readonly sample: number };
type Job = { readonly source: Source; readonly robustness: boolean; readonly figures: string | undefined; readonly json: boolean };

export const evaluate: Subcommand = {
  usage: `usage: moodbox evaluate --pixels FILE --labels FILE [--split NAME] [--sample N] [--robustness] [--figures DIR]
                        [--confidence SHARE] [--engine ${ENGINES.join('|')}] [--json] [--config FILE]

Measures how well the network reads labelled faces: accuracy, precision, recall and F1 of each class, the confusion matrix, the
expected calibration error, and how neutral faces are read, next to tables 1 and 3 of the paper.
  --pixels FILE       48 x 48 grey images, one byte per pixel, one after the other, without a header
  --labels FILE       comma-separated values: a header, then one line for each image in the same order, with the columns 'emotion'
                      (0 to 6) and 'split'; with FERPlus' ten columns 'votes_…', results are also given against their majority
  --split NAME        use only the rows of that split, such as PublicTest (default: all rows)
  --sample N          use only N of these rows, evenly spaced, the same ones each time
  --robustness        also measure accuracy, and what the daemon would act on, after each of 26 changes that rooms and cameras make to a
                      picture (27 times the work)
  --figures DIR       draw the figures into that folder as SVG, with evaluation.json, which is what --json prints
  --confidence SHARE  the lowest confidence on which the daemon acts (default: mood.min_confidence of the configuration)
  --engine NAME       the engine to run (default: inference.engine of the configuration)
  --json              print the results as JSON
Each image goes through the daemon's own preprocessing.`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const { pixels, labels, split, robustness, figures, json } = values;
    if (pixels === undefined || labels === undefined) throw new UsageError('--pixels and --labels are both needed');
    const sample = values.sample === undefined ? Number.POSITIVE_INFINITY : whole('--sample', values.sample);
    const config = configOf(values.config, io.env, { ...engineOf(values.engine), ...confidenceOf(values.confidence) });
    return explainedFailure('evaluate', io, () =>
      examine({ source: { pixels, labels, split, sample }, robustness, figures, json }, config, io),
    );
  },
};

/** The configuration keys that a flag sets; empty if it was not given. */
type Override = Readonly<Record<string, unknown>>;

function engineOf(value: string | undefined): Override {
  if (value === undefined) return {};
  if (!ENGINES.some((each) => each === value)) throw new UsageError(`--engine must be ${ENGINES.join(' or ')}, not '${value}'`);
  return { 'inference.engine': value };
}

function confidenceOf(value: string | undefined): Override {
  if (value === undefined) return {};
  const share = value.trim() === '' ? Number.NaN : Number(value);
  if (!(share >= 0 && share <= 1)) throw new UsageError(`--confidence must be a number from 0 to 1, not '${value}'`);
  return { 'mood.min_confidence': share };
}

async function examine(job: Job, { inference, mood }: Config, io: Io): Promise<number> {
  const set = await facesOf(job.source);
  const { engine } = inference;
  const folder = modelsOf(inference);
  const manifest = await readManifest(folder);
  await using classifier = await openClassifier(engine, folder, manifest);
  const reader = { classifier, preprocessing: manifest.preprocessing };
  try {
    const assessment = assess(await readFaces(set, reader, io.signal), mood.min_confidence);
    const robustness = job.robustness ? await robustnessOf(set, reader, assessment, io.signal) : undefined;
    const { version, parameters } = manifest;
    const { split } = job.source;
    const evaluation = { engine, version, parameters, split, assessment, ...(robustness ? { robustness } : {}) };
    await tell(job, evaluation, besideModel(folder, manifest, 'onnx', 'training.jsonl'), io);
    return EXIT.ok;
  } catch (err) {
    if (io.signal.aborted) return EXIT.failed;
    throw err;
  }
}

async function tell({ json, figures }: Job, evaluation: Evaluation, trainingLog: string, io: Io): Promise<void> {
  for (const line of json ? [JSON.stringify(evaluationJson(evaluation))] : evaluationLines(evaluation)) io.out(line);
  if (figures === undefined) return;
  const missing = await writeFigures(figures, evaluation, trainingLog);
  if (missing !== undefined) io.err(`moodbox evaluate: ${missing}`);
}

async function facesOf({ pixels: path, labels, split, sample }: Source): Promise<FaceSet> {
  const { rows, total } = labelsIn((await bytesOf(labels)).toString('utf8'), split);
  const pixels = await bytesOf(path);
  checkPixels(pixels.length, total);
  return { rows: sampled(rows, sample), pixels };
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (err) {
    throw new LabelledError((err as NodeJS.ErrnoException).code === 'ENOENT' ? `there is no file '${path}'` : (err as Error).message);
  }
}
