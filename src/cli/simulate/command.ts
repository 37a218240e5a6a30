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
import { explainedFailure } from '../failure.ts';
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

An evening in seconds: runs the daemon's own decisions on a time-line and prints what a person would have noticed. No camera, no sound,
nothing of yours is changed. Tracks are made up: 2.5 to 5 minutes long, and found at once; where music.order begins with streams or loops,
they never end.
  FILE            a time-line, one JSON object a line; - reads standard input. It lasts until its last line
  --evening NAME  a built-in evening
  --history DAY   the moods of a day that the box remembers (today, yesterday, 2026-11-24): each is replayed as a face that shows it
                  and somebody who moves, away as an empty room, a mood that a person chose as that command, and the time that the box
                  was off as a lost camera. No face is remembered, so a day can only be made calmer, or different in its music
  --config FILE   configuration (default: the usual places); an evening's own settings go first
  --seed N        other tracks, and another course of the evening (default 1)
  --until SPAN    how long it lasts, such as 3h: the last line holds until then, and a longer time-line is cut off with a note (default: the
                  last line ends it)
  --json          one JSON object a line for each event: {"t":ms,"event":presence|camera|expression|mood|music|command|note|over, …};
                  music has "what": begins, changes, ends, silent, pauses or resumes. The last line is {"summary":{…}}
  --expressions   prints each change of expression too; they are many
  --print         prints the time-line itself, to be changed and used as FILE

A line of a time-line holds from "t" on (milliseconds since the beginning), and what is left out stays as it was:
  {"t":0,"faces":[{"id":1,"scores":{"neutral":0.85}}],"motion":true,"presence":null,"camera":"watching","note":"she sits down"}
  {"t":60000,"command":{"type":"override","mood":"happy"}}
  faces     who is in sight; [] is nobody. Scores that are left out share what is left of 1; "emotion":"happy" is short for 0.85 happy;
            "box":{"x":…,"y":…,"width":…,"height":…} may be left out
  motion    something of a person's size moves
  presence  what a sensor of the home says: true, false, or null for nothing
  camera    watching, lost or off
  command   as for POST /api/commands
Between two lines frames come at camera.fps while a face is in sight, at camera.idle_fps otherwise.

The summary counts
  moodChanges        changes of the mood in force; the first mood is one, from away
  expressionChanges  changes of what the faces show, to and from none among them
  tracksCut          how often a track was left before its end, for other music or for silence, and nobody had asked for it. A track
                     without an end cannot be cut. A stop in the middle of a track counts here and under stops
  stops              how often music ended by itself: it stopped or began to fade out, and nobody had asked for it
  silentShare        share of the time in which nothing sounded, pauses and the time before the first music among it
  awayShare          share of the time in which the mood was away and presence was known
  unknownShare       share of the time in which presence was unknown: a lost camera, or the first minutes in which nobody was seen
  firstMusicMs       when music was heard for the first time, or null
  moodMinutes        minutes in each mood in force
Asked for: by override, play, pause, next, stop, capture or autoplay. What changes because a camera or a sensor says so was not.

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

function spanFrom(flag: string, said: string): Ms {
  const span = spanOf(said);
  if (span === undefined || span > LONGEST)
    throw new UsageError(`${flag} must be a length of time such as 3h or 90m, a week at most, not '${said}'`);
  return span;
}
