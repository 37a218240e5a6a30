import { join } from 'node:path';
import { writeWhole } from '../console/write-file.ts';
import type { Evaluation } from '../evaluate/json.ts';
import { evaluationJson } from '../evaluate/json.ts';
import { confusionFigure } from './confusion.ts';
import { networksFigure } from './networks.ts';
import { reliabilityFigure } from './reliability.ts';
import { trainingFigure } from './training.ts';
import { trainingLog } from './training-log.ts';

const ADVICE = 'give --figures a folder that you may write to';

type Files = Readonly<Record<string, string>>;

/**
 * Writes evaluation.json and the figures as SVG; the same evaluation gives the same bytes. Resolves to one line that says what
 * is left out, if anything. Throws `UnwritableError`, or `TrainingLogError` if the log is invalid.
 */
export async function writeFigures(folder: string, evaluation: Evaluation, log: string): Promise<string | undefined> {
  const epochs = await trainingLog(log);
  const files = { ...drawn(evaluation), ...(epochs ? { 'training.svg': trainingFigure(epochs, evaluation.version) } : {}) };
  for (const [name, content] of Object.entries(files)) await writeWhole(join(folder, name), Buffer.from(content), ADVICE);
  return epochs ? undefined : `there is no ${log}, so the training curves are left out`;
}

function drawn(evaluation: Evaluation): Files {
  const { assessment, version, parameters, split } = evaluation;
  const { metrics } = assessment;
  const about = `${metrics.images} faces${split === undefined ? '' : ` of ${split}`}, weights ${version}`;
  return {
    'evaluation.json': asLines(evaluationJson(evaluation)),
    'confusion.svg': confusionFigure(metrics, about),
    'reliability.svg': reliabilityFigure(assessment, about),
    'accuracy-parameters.svg': networksFigure({ accuracy: metrics.accuracy, parameters }, about),
  };
}

/** JSON with one line a key, so that a change of one figure is a change of one line. */
const asLines = (data: object): string =>
  `{\n${Object.entries(data)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',\n')}\n}\n`;
