import { fileSource } from '../../camera/source.ts';
import type { PassedOver } from '../../camera/still/told.ts';
import type { Config } from '../../config/schema.ts';
import { moodSettings } from '../../daemon/mood-settings.ts';
import { printable } from '../../domain/one-line.ts';
import { ms } from '../../domain/units.ts';
import type { Meter } from '../../inference/meter.ts';
import { openEyes } from '../../inference/open.ts';
import { beginRoom, stepRoom } from '../../mood/room.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse, positive } from '../command.ts';
import { explainedFailure } from '../console/failure.ts';
import { decodeMeter, quietLog, sightingsOf } from './clip-sightings.ts';
import type { ExplainRequest } from './explain.ts';
import { EXPLAIN_OPTIONS, EXPLAIN_USAGE, Explainer, explainRequestOf } from './explain.ts';
import type { ClipSummary, Seen, Step } from './lines.ts';
import { clipSummaryLines, sightingJson, spokenSighting, toldOf } from './lines.ts';

const OPTIONS = {
  json: { type: 'boolean', default: false },
  fps: { type: 'string' },
  'every-frame': { type: 'boolean', default: false },
  config: { type: 'string' },
  ...EXPLAIN_OPTIONS,
} as const;

/** Faces in a group photo are smaller than those before a room's camera, and there is time: no next frame is waiting. */
const STILL_WIDTH = 960;

type Job = {
  readonly path: string;
  readonly config: Config;
  readonly fps: number;
  readonly everyFrame: boolean;
  readonly json: boolean;
  readonly explain: ExplainRequest | undefined;
};

export const perceive: Subcommand = {
  usage: `usage: moodbox perceive CLIP|IMAGE|FOLDER [--json] [--fps N] [--every-frame] [--config FILE]
                        [--explain] [--explain-to DIR] [--explain-most N]

Shows what the box would see: finds and reads the faces and settles the mood, as fast as it can, in the clip's own time.
  --json            one JSON line for each frame, then a line {"summary": …}; boxes in pixels of the source
  --fps N           look at N frames for each second of the clip (default: camera.fps, 10)
  --every-frame     look at every frame of the clip
  --config FILE     configuration (default: the usual places)
${EXPLAIN_USAGE}
A face is unsure if its running average stays below mood.min_confidence; it then does not change the mood.
For a single image, mood.hold does not apply: its mood is what it shows. Large faces are searched for at a width of ${STILL_WIDTH} pixels
or camera.working_width, whichever is more, and small ones in the full picture.
A file of a folder that cannot be shown is passed over, and named on standard error.
Exits with 1 if the file is missing or contains no picture.`,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS, { least: 1, most: 1 });
    const given = values.fps === undefined ? undefined : positive('--fps', values.fps);
    const config = configOf(values.config, io.env);
    const job = {
      path: positionals[0] as string,
      config,
      fps: given ?? config.camera.fps,
      everyFrame: values['every-frame'],
      json: values.json,
      explain: explainRequestOf(values),
    };
    return explainedFailure('perceive', io, () => watch(job, io));
  },
};

async function watch(job: Job, io: Io): Promise<number> {
  const { path, fps, everyFrame, explain } = job;
  const { kind } = fileSource(path);
  const config = kind === 'image' ? forStill(job.config) : job.config;
  await using eyes = await openEyes(config.inference, { log: quietLog, follow: kind === 'clip', sight: config.camera });
  const meter = decodeMeter();
  let [room, moodChanges] = [beginRoom(), 0];
  let last: Step | undefined;
  const explainer = explain && new Explainer(eyes, path, explain);
  const skipped = passedOverTo(io);
  const { passedOver } = skipped;
  const options = { fps, everyFrame, ...(explainer ? { widest: Number.POSITIVE_INFINITY } : {}), passedOver, signal: io.signal };
  for await (const sighting of sightingsOf<Seen>(path, explainer ?? eyes, options, meter)) {
    const before = toldOf(room, sighting.at);
    room = stepRoom(room, sighting, moodSettings(config));
    const after = toldOf(room, sighting.at);
    if (after.mood !== before.mood) moodChanges += 1;
    const step = { sighting, before, room: after };
    if (job.json) io.out(sightingJson(step));
    else for (const line of spokenSighting(step, last)) io.out(line);
    last = step;
  }
  const summary = { ...summaryOf(eyes, meter, moodChanges), passedOver: skipped.count, explained: explainer?.explained };
  tell(job.json, summary, io);
  return EXIT.ok;
}

/** Names each file that is passed over on standard error, and counts them, or the damaged pictures of a clip. */
function passedOverTo(io: Io): { readonly passedOver: PassedOver; readonly count: number } {
  let count = 0;
  const file = (name: string, why: string): void => {
    count += 1;
    io.err(printable(`moodbox perceive: passed over: ${name} ${why}`));
  };
  const round = (passedOver: number): void => {
    count = passedOver;
  };
  return {
    passedOver: { file, round },
    get count() {
      return count;
    },
  };
}

/** A single picture is one moment, too short for any hold to pass. */
const forStill = (config: Config): Config => ({
  ...config,
  camera: { ...config.camera, working_width: Math.max(config.camera.working_width, STILL_WIDTH) },
  mood: { ...config.mood, hold: ms(0) },
});

function summaryOf(
  eyes: Awaited<ReturnType<typeof openEyes>>,
  meter: Meter<'decode'>,
  moodChanges: number,
): Omit<ClipSummary, 'passedOver'> {
  const { frames, faces, stages } = eyes.timings;
  const mean = (spent: { readonly wall: number }): number => spent.wall / Math.max(1, frames);
  const { detect, preprocess, infer } = stages;
  return {
    frames,
    faces,
    moodChanges,
    ms: { decode: mean(meter.spent.decode), detect: mean(detect), preprocess: mean(preprocess), infer: mean(infer) },
  };
}

function tell(json: boolean, summary: ClipSummary, io: Io): void {
  for (const line of clipSummaryLines(json, summary)) io.out(line);
}
