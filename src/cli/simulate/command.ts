import { stateDirOf } from '../../daemon/process/state-dir.ts';
import { spanOf } from '../../domain/span.ts';
import type { Ms } from '../../domain/units.ts';
import { instant } from '../../domain/units.ts';
import { today } from '../../shared/async/clock.ts';
import { LONGEST } from '../../simulate/parse.ts';
import { simulate as noticedIn } from '../../simulate/simulate.ts';
import { beginTally, summaryOf, tallied } from '../../simulate/summary.ts';
import type { Timeline } from '../../simulate/timeline.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse, UsageError, whole } from '../command.ts';
import { explainedFailure } from '../console/failure.ts';
import { lineOfChange, noticedJson } from './json.ts';
import { eveningSummaryLines, noticedLine } from './lines.ts';
import type { Staged } from './source.ts';
import { EVENING_LINES, eveningSourceOf } from './source.ts';

const OPTIONS = {
  config: { type: 'string' },
  evening: { type: 'string' },
  history: { type: 'string' },
  seed: { type: 'string' },
  until: { type: 'string' },
  json: { type: 'boolean', default: false },
  expressions: { type: 'boolean', default: false },
  print: { type: 'boolean', default: false },
} as const;
type Flags = ReturnType<typeof parse<typeof OPTIONS>>['values'];

export const simulateCommand: Subcommand = {
  usage: `usage: moodbox simulate FILE          [--config FILE] [--seed N] [--until SPAN] [--json] [--expressions] [--print]
       moodbox simulate --evening NAME  [the same]
       moodbox simulate --history DAY   [the same]

Plays an evening in seconds: runs the daemon's own decisions on a timeline and prints what a person in the room would have noticed.
It needs no camera, makes no sound, and changes nothing of yours. The tracks are invented: they last 2.5 to 5 minutes and are found at
once; if music.order begins with streams or loops, they never end.
  FILE            a timeline, one JSON object per line; - reads standard input. The evening ends at its last line
  --evening NAME  a built-in evening
  --history DAY   the moods of a remembered day (today, yesterday, 2026-11-24). Each mood becomes a face that shows it and somebody who
                  moves; away becomes an empty room, a mood that a person chose becomes that command, and time in which the box was
                  off becomes a lost camera. Faces are not remembered, so this can show a calmer day or other music, nothing more
  --config FILE   configuration (default: the usual places); an evening's own settings override it
  --seed N        other tracks, and another course of the evening (default 1)
  --until SPAN    the length of the evening, such as 3h: the last line holds until then, and a longer timeline is cut off with a note
                  (default: the last line ends it)
  --json          one JSON object per line for each event: {"t":ms,"event":presence|camera|expression|mood|music|command|note|over, …};
                  music has "what": begins, changes, ends, silent, pauses, resumes or energy. The last line is {"summary":{…}}
  --expressions   also print each change of expression; there are many
  --print         print the timeline itself, so that you can change it and use it as FILE

A line of a timeline holds from "t" on (milliseconds since the beginning), and what it leaves out stays as it was:
  {"t":0,"faces":[{"id":1,"scores":{"neutral":0.85}}],"motion":true,"presence":null,"camera":"watching","note":"she sits down"}
  {"t":60000,"command":{"type":"override","mood":"happy"}}
  faces     who is in sight; [] is nobody. Scores that you leave out share the rest of 1; "emotion":"happy" is short for 0.85 happy;
            you may leave out "box":{"x":…,"y":…,"width":…,"height":…}
  motion    something the size of a person moves
  presence  what a sensor in the home reports: true, false, or null for nothing
  camera    watching, lost or off
  command   as for POST /api/commands
Between two lines, frames come at camera.fps while a face is in sight and at camera.idle_fps otherwise.

The summary has
  moodChanges        how many times the mood changed; the first mood counts, as a change from away
  expressionChanges  how many times the expression changed, including to and from none
  tracksCut          how many times a track was cut short, for other music or for silence, without anybody asking for it. An endless
                     track cannot be cut short. A stop in the middle of a track counts both here and under stops
  stops              how many times the music stopped or began to fade out without anybody asking for it
  silentShare        share of the time without sound, including pauses and the time before the first music
  awayShare          share of the time in which the mood was away and presence was known
  unknownShare       share of the time in which presence was unknown: a lost camera, or the first minutes in which nobody was seen
  firstMusicMs       when the first music was heard, or null
  moodMinutes        minutes in each mood
People ask for something by override, play, pause, next, stop, capture or autoplay. A change that a camera or a sensor causes was not
asked for.

The evenings:
${EVENING_LINES}`,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS, { least: 0, most: 1 });
    const lasts = values.until === undefined ? undefined : spanFrom('--until', values.until);
    const seed = values.seed === undefined ? 1 : whole('--seed', values.seed);
    const source = eveningSourceOf({ ...values, file: positionals[0], seed });
    const config = configOf(values.config, io.env, source.settings);
    return explainedFailure('simulate', io, async () => {
      const staged = await source.stage({ io, now: today(), stateDir: stateDirOf(config.state, io.env) });
      if (!staged.ok) return refused(staged.why, io);
      if (values.print) return print(staged.value.timeline, io);
      return play(staged.value, { config, seed, lasts }, values, io);
    });
  },
};

type Play = { readonly config: ReturnType<typeof configOf>; readonly seed: number; readonly lasts: Ms | undefined };

async function play({ begins, timeline }: Staged, { lasts, ...settings }: Play, { expressions, json }: Flags, io: Io): Promise<number> {
  let tally = beginTally(instant(0));
  for await (const what of noticedIn(timeline, { ...settings, begins }, { lasts, signal: io.signal })) {
    tally = tallied(tally, what);
    const line = json ? JSON.stringify(noticedJson(what)) : what.kind === 'expression' && !expressions ? undefined : noticedLine(what);
    if (line !== undefined) io.out(line);
  }
  if (io.signal.aborted) return EXIT.failed;
  const summary = summaryOf(tally);
  for (const line of json ? [JSON.stringify({ summary })] : ['', ...eveningSummaryLines(summary)]) io.out(line);
  return EXIT.ok;
}

function print(timeline: Timeline, io: Io): number {
  for (const change of timeline) io.out(lineOfChange(change));
  return EXIT.ok;
}

function refused(problems: readonly string[], io: Io): number {
  for (const problem of problems) io.err(`moodbox simulate: ${problem}`);
  return EXIT.failed;
}

function spanFrom(flag: string, text: string): Ms {
  const span = spanOf(text);
  if (span === undefined || span > LONGEST)
    throw new UsageError(`${flag} must be a length of time such as 3h or 90m, a week at most, not '${text}'`);
  return span;
}
