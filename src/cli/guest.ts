import type { DoorAnswer } from '../daemon/guests/guest-door.ts';
import { guestDoorOf, SERVICE_DOOR, saidAtDoor } from '../daemon/guests/guest-door.ts';
import { stateDirOf } from '../daemon/process/state-dir.ts';
import { assertNever } from '../domain/assert-never.ts';
import type { GuestWord } from '../domain/sound-guest.ts';
import { guestWordOf } from '../domain/sound-guest.ts';
import { ms } from '../domain/units.ts';
import { systemClock } from '../shared/async/clock.ts';
import type { Io, Subcommand } from './command.ts';
import { configOf, EXIT, parse, UsageError } from './command.ts';

const OPTIONS = {
  config: { type: 'string' },
  lease: { type: 'string' },
  socket: { type: 'string' },
  title: { type: 'string' },
} as const;
const STATES = { start: 'playing', stop: 'gone' } as const;

/** A hook holds up the music of whoever waits for it. */
const ANSWER_LIMIT = ms(9000);

export const guest: Subcommand = {
  usage: `usage: moodbox guest start|stop NAME [--title TITLE] [--lease TIME] [--socket FILE] [--config FILE]

Tells the daemon that another program (NAME, such as AirPlay) begins to play on the loudspeaker, or no longer does. For the hooks of such
programs: start waits until the music of moodbox has faded out and the sound device is free, nine seconds at most. It exits 0 even where the
daemon is away, so that a hook never keeps anybody from playing.
  --title TITLE  what it plays
  --lease TIME   how long it counts as there if nothing more is heard of it, such as 90s or 2h; guests.lease without it. A second start
                 begins it anew
  --socket FILE  where the daemon listens: ${SERVICE_DOOR}, or guest.sock in its state folder`,
  run: async (args, io) => {
    const { positionals, values } = parse(args, OPTIONS, { least: 2, most: 2 });
    const word = wordIn(positionals, values);
    for (const path of values.socket === undefined ? usualDoors(values.config, io) : [values.socket]) {
      const answer = await saidAtDoor(path, word, ANSWER_LIMIT, systemClock);
      if (answer.kind !== 'away') return told(answer, path, io);
    }
    io.err('moodbox guest: moodbox is not running here, so nobody was told');
    return EXIT.ok;
  },
};

function wordIn([verb = '', name]: readonly string[], { lease, title }: { readonly lease?: string; readonly title?: string }): GuestWord {
  if (!Object.hasOwn(STATES, verb)) throw new UsageError(`say start or stop, not '${verb}'`);
  const seconds = lease !== undefined && /^\d+$/.test(lease) ? Number(lease) : lease;
  const word = guestWordOf({ name, state: STATES[verb as keyof typeof STATES], title, lease: seconds });
  if (!word.ok) throw new UsageError(word.why);
  return word.value;
}

/** The door of the service first: whoever calls from a hook may not read the configuration. */
function* usualDoors(config: string | undefined, io: Io): Generator<string> {
  if (config === undefined) yield SERVICE_DOOR;
  yield guestDoorOf(stateDirOf(configOf(config, io.env).state, io.env), {});
}

function told(answer: Exclude<DoorAnswer, { kind: 'away' }>, path: string, io: Io): number {
  switch (answer.kind) {
    case 'free':
      return EXIT.ok;
    case 'late':
      io.err('moodbox guest: moodbox was told, but its music is not silent yet');
      return EXIT.ok;
    case 'silent':
      io.err('moodbox guest: moodbox did not answer in time');
      return EXIT.ok;
    case 'denied':
      io.err(`moodbox guest: ${path} may not be opened: put whoever calls this into the group moodbox (docs/guests.md)`);
      return EXIT.ok;
    case 'refused':
      io.err(`moodbox guest: ${answer.why}`);
      return EXIT.failed;
    default:
      return assertNever(answer);
  }
}
