import type { Bench, BenchOptions } from '../../bench/bench.ts';
import { runBench } from '../../bench/bench.ts';
import { demoClip } from '../../camera/demo.ts';
import { fileSource, SourceError } from '../../camera/source.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse, positive, UsageError, whole } from '../command.ts';
import { explainedFailure } from '../failure.ts';
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

/** Decoded frames are held in memory: a minute of them is 50 MB. */
const MOST_SECONDS = 60;
/** A side that is quick because it sees less has won nothing. */
const LEAST_SAME = 0.9;

export const bench: Subcommand = {
  usage: `usage: moodbox bench [--clip FILE] [--seconds N] [--rounds N] [--no-growth] [--minutes N] [--least-ratio N] [--json] [--config FILE]
       moodbox bench --reach [--clip FILE] [--pictures N] [--figures FOLDER] [--json] [--config FILE]

What looking costs on this machine: moodbox's eyes beside the recipe of the paper that it goes back to (each frame searched whole by
a Haar cascade, each face read by TensorFlow.js alone), on the same frames, in turns, each in a process of its own. Wall and
CPU milliseconds a frame, the frames a second that one core could look at, memory, and how cost grows. Decoding is told apart and
is no part of any figure; music is not measured. About a minute on a small PC, several on a Raspberry Pi.
  --clip FILE       clip with a face in it (default: the demo's), looked at camera.fps times a second of its own time
  --seconds N       so much of it, from its beginning (default 10, at most ${MOST_SECONDS})
  --rounds N        how often each side looks at it (default 5); figures are medians over the rounds
  --no-growth       not how cost grows with faces and with the picture's size: half the time
  --minutes N       go on for so long, and tell how cost and memory grow with time
  --reach           instead: how far faces are found and read, and what that costs, ours and the recipe's; some minutes
  --pictures N      different pictures of a person in a light at a distance (default 10)
  --figures FOLDER  where --reach draws reach.svg (default: docs/figures, where there is such a folder)
  --least-ratio N   exit 1 where the paper's recipe costs less than N times ours in CPU a frame, or where ours misses its faces
  --json            all of it as one line of JSON
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

/** The clip that was given, which exists, or the demo's. Throws `SourceError`. */
function clipOf(given: string | undefined): string {
  const clip = given ?? demoClip();
  if (clip === undefined) throw new SourceError("the demo's clip is not installed; give one with --clip");
  return fileSource(clip).path;
}

/** Nothing where it was interrupted: there is no half result. */
async function untilStopped(wanted: BenchOptions, config: Parameters<typeof runBench>[1], io: Io): Promise<Bench | undefined> {
  try {
    return await runBench(wanted, config, io.signal);
  } catch (err) {
    if (io.signal.aborted) return undefined;
    throw err;
  }
}

/** What a bench that is a check finds too little. */
function lackOf({ ratio, same_faces }: Bench, least: number): string[] {
  const { cpu_ms_per_frame: times } = ratio;
  const { share } = same_faces;
  return [
    ...(times < least ? [`the paper's recipe costs ${times.toFixed(2)} times ours in CPU a frame, wanted are ${least} or more`] : []),
    ...(share < LEAST_SAME ? [`ours finds the faces of ${percentOf(share)} of the frames only, wanted are ${percentOf(LEAST_SAME)}`] : []),
  ];
}

const percentOf = (share: number): string => `${(share * 100).toFixed(1)} %`;
