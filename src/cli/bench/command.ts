import type { Bench, BenchOptions } from '../../bench/bench.ts';
import { runBench } from '../../bench/bench.ts';
import { demoClip } from '../../camera/demo.ts';
import { fileSource, SourceError } from '../../camera/source.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse, positive, UsageError, whole } from '../command.ts';
import { explainedFailure } from '../console/failure.ts';
import { benchLines } from './lines.ts';
import { benchReach } from './reach.ts';

const OPTIONS = {
  clip: { type: 'string' },
  seconds: { type: 'string', default: '10' },
  rounds: { type: 'string', default: '5' },
  'no-growth': { type: 'boolean', default: false },
  minutes: { type: 'string' },
  'least-ratio': { type: 'string' },
  reach: { type: 'boolean', default: false },
  figures: { type: 'string' },
  pictures: { type: 'string' },
  json: { type: 'boolean', default: false },
  config: { type: 'string' },
} as const;

/** Decoded frames stay in memory: a minute of them takes 50 MB. */
const MOST_SECONDS = 60;
/** Being faster counts for nothing if fewer faces are found. */
const LEAST_SAME = 0.9;

export const bench: Subcommand = {
  usage: `usage: moodbox bench [--clip FILE] [--seconds N] [--rounds N] [--no-growth] [--minutes N] [--least-ratio N] [--json]
                     [--config FILE]
       moodbox bench --reach [--clip FILE] [--pictures N] [--figures FOLDER] [--json] [--config FILE]

Measures what it costs to find and read faces on this machine, for moodbox and for the recipe of the paper that it is based on (a Haar
cascade searches every frame whole, TensorFlow.js reads each face by itself). Both see the same frames, in turns, each in its own process.
Prints wall and CPU milliseconds per frame, the frames per second that one core could handle, memory, and how the cost grows. Decoding is
listed separately and is not part of any other figure; music is not measured. Takes about a minute on a small PC, several on a
Raspberry Pi.
  --clip FILE       a clip with a face in it (default: the demo's), looked at camera.fps times per second of the clip
  --seconds N       how much of the clip to use, from its beginning (default 10, at most ${MOST_SECONDS})
  --rounds N        how many times each side looks at it (default 5); figures are medians over the rounds
  --no-growth       do not measure how the cost grows with faces and picture size; takes half the time
  --minutes N       continue for N minutes, to show how cost and memory change over time
  --reach           instead, measure how far away faces are found and read, and what that costs on both sides; takes some minutes
  --pictures N      how many different pictures to use for each person, light and distance (default 10)
  --figures FOLDER  where --reach draws reach.svg (default: docs/figures, if that folder exists)
  --least-ratio N   exit 1 if the paper's recipe costs less than N times the CPU of moodbox per frame, by the cheapest round of each, or if
                    moodbox misses its faces
  --json            print everything as one line of JSON
  --config FILE     configuration (default: the usual places)`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const wanted = {
      seconds: secondsOf(values.seconds),
      rounds: whole('--rounds', values.rounds),
      growth: !values['no-growth'],
      minutes: values.minutes === undefined ? 0 : positive('--minutes', values.minutes),
    };
    const least = values['least-ratio'] === undefined ? 0 : positive('--least-ratio', values['least-ratio']);
    const config = configOf(values.config, io.env);
    const { clip, json, figures } = values;
    const pictures = values.pictures === undefined ? undefined : whole('--pictures', values.pictures);
    if (values.reach) return explainedFailure('bench', io, () => benchReach({ clip, json, figures, pictures }, config, io));
    return explainedFailure('bench', io, async () => {
      const measured = await untilStopped({ ...wanted, clip: clipOf(values.clip) }, config, io);
      if (!measured) return EXIT.failed;
      for (const line of benchLines(values.json, measured)) io.out(line);
      const lacking = least > 0 ? lackOf(measured, least) : [];
      for (const line of lacking) io.err(`moodbox bench: ${line}`);
      return lacking.length > 0 ? EXIT.failed : EXIT.ok;
    });
  },
};

function secondsOf(text: string): number {
  const seconds = positive('--seconds', text);
  if (seconds > MOST_SECONDS) throw new UsageError(`--seconds must be at most ${MOST_SECONDS}, not '${text}'`);
  return seconds;
}

/** The given clip, if it exists, or the demo's. Throws `SourceError`. */
function clipOf(given: string | undefined): string {
  const clip = given ?? demoClip();
  if (clip === undefined) throw new SourceError("the demo's clip is not installed; give one with --clip");
  return fileSource(clip).path;
}

/** Undefined if it was interrupted: there is no partial result. */
async function untilStopped(wanted: BenchOptions, config: Parameters<typeof runBench>[1], io: Io): Promise<Bench | undefined> {
  try {
    return await runBench(wanted, config, io.signal);
  } catch (err) {
    if (io.signal.aborted) return undefined;
    throw err;
  }
}

/** What falls short of `--least-ratio`, a line for each. */
function lackOf({ ratio, same_faces }: Bench, least: number): string[] {
  const { cheapest_rounds: times } = ratio;
  const { share } = same_faces;
  return [
    ...(times < least
      ? [`the paper's recipe costs ${times.toFixed(2)} times ours in CPU per frame, by the cheapest rounds; it must be ${least} or more`]
      : []),
    ...(share < LEAST_SAME ? [`ours finds the faces of ${percentOf(share)} of the frames only; it must be ${percentOf(LEAST_SAME)}`] : []),
  ];
}

const percentOf = (share: number): string => `${(share * 100).toFixed(1)} %`;
