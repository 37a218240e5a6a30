import { BiasStore } from '../../daemon/process/bias-store.ts';
import { stateDirOf } from '../../daemon/process/state-dir.ts';
import type { LearntCamera } from '../../daemon/sensing/learning-desk.ts';
import { LearningDesk } from '../../daemon/sensing/learning-desk.ts';
import { printableJson } from '../../domain/one-line.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done } from '../../domain/result.ts';
import { SqliteArchive } from '../../history/archive.ts';
import { historyFile } from '../../history/open.ts';
import { readManifest } from '../../inference/manifest.ts';
import { modelsOf } from '../../inference/open.ts';
import { FEWEST_ANSWERS } from '../../learning/proposal.ts';
import { today } from '../../shared/async/clock.ts';
import { FixableError } from '../../shared/fixable-error.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse, UsageError } from '../command.ts';
import { explainedFailure } from '../console/failure.ts';
import { mustBeLivedIn, mustBeOwn } from '../console/lived-in.ts';
import { silentLog } from '../doctor/check.ts';
import { learntJson, learntLines } from './lines.ts';

const OPTIONS = {
  config: { type: 'string' },
  camera: { type: 'string' },
  apply: { type: 'boolean', default: false },
  undo: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;
type Flags = ReturnType<typeof parse<typeof OPTIONS>>['values'];

export const learn: Subcommand = {
  usage: `usage: moodbox learn [--camera NAME] [--apply | --undo] [--json] [--config FILE]

Shows what the answers to the page's "Was that right?" have taught about this room: for each camera a correction of seven numbers, and how
often the network would have been right with it, each answer judged by what the others taught. It needs ${FEWEST_ANSWERS} answers.
  --camera NAME  only this camera; needed with --apply and --undo if there are several
  --apply        corrects what the camera shows from now on, if that is right more often
  --undo         goes back one step: to the correction before, or to none
  --json         the same as one JSON object

Run it as the user that runs moodbox: 'sudo -u moodbox moodbox learn' for the service. A running daemon takes a change over within
seconds.`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    if (values.apply && values.undo) throw new UsageError('--apply or --undo, not both');
    const config = configOf(values.config, io.env);
    const stateDir = stateDirOf(config.state, io.env);
    return explainedFailure('learn', io, async () => {
      const changes = values.apply || values.undo;
      mustBeLivedIn(stateDir, 'learn');
      if (changes) mustBeOwn(stateDir, `learn ${values.apply ? '--apply' : '--undo'}`);
      const { version: weights } = await readManifest(modelsOf(config.inference));
      const biases = BiasStore.open({ stateDir, weights, log: silentLog });
      const answers = async () => done(answersIn(historyFile(stateDir)));
      const desk = new LearningDesk({ biases, answers, weights, today });
      if (changes) await change(desk, values);
      return show(chosen(given(await desk.cameras()), values.camera), values, io);
    });
  },
};

function answersIn(file: string) {
  using archive = SqliteArchive.open(file);
  return archive?.lessons() ?? [];
}

async function change(desk: LearningDesk, { apply, camera }: Flags): Promise<void> {
  const cameras = chosen(given(await desk.cameras()), camera);
  const [only, another] = cameras;
  if (another) throw new UsageError(`say which camera with --camera: ${cameras.map((each) => each.camera).join(', ')}`);
  const name = camera ?? only?.camera ?? '';
  given(await (apply ? desk.apply(name) : desk.undo(name)));
}

function chosen(cameras: readonly LearntCamera[], name: string | undefined): readonly LearntCamera[] {
  return name === undefined ? cameras : cameras.filter(({ camera }) => camera === name);
}

/** What was asked for. Throws `FixableError` with the sentence of a failure. */
function given<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw new FixableError(result.why.sentence);
  return result.value;
}

function show(cameras: readonly LearntCamera[], { json }: Flags, io: Io): number {
  if (json) io.out(printableJson({ cameras: cameras.map(learntJson) }));
  else for (const line of learntLines(cameras)) io.out(line);
  return EXIT.ok;
}
