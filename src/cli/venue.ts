import { stateDirOf } from '../daemon/process/state-dir.ts';
import type { Confirmation } from '../daemon/venue/confirmation.ts';
import type { Venue } from '../daemon/venue/venue.ts';
import { venueOf } from '../daemon/venue/venue.ts';
import { today } from '../shared/async/clock.ts';
import { FixableError } from '../shared/fixable-error.ts';
import type { Io, Subcommand } from './command.ts';
import { configOf, EXIT, parse, UsageError } from './command.ts';
import { explainedFailure } from './console/failure.ts';
import { mustBeLivedIn, mustBeOwn } from './console/lived-in.ts';

const OPTIONS = { config: { type: 'string' } } as const;

/** What whoever confirms stands for. docs/venue.md says more of each. */
const PROMISES = [
  'the notice hangs at the entrance, where people read it before the camera sees them',
  'no place where people work is in the picture (the counter, the till, the kitchen)',
  'you know on what legal basis you do this (GDPR), and have written it down',
];

export const venue: Subcommand = {
  usage: `usage: moodbox venue [confirm] [--config FILE]

Says whether the notice for the public is confirmed (venue: true). Until then the camera cannot be switched on.
  confirm  confirms it: for a wording of the notice and for what is kept. If either changes, moodbox asks again.

Run it as the user that runs moodbox: 'sudo -u moodbox moodbox venue' for the service. The daemon may be running.`,
  run: async (args, io) => {
    const { positionals, values } = parse(args, OPTIONS, { least: 0, most: 1 });
    const [word] = positionals;
    if (word !== undefined && word !== 'confirm') throw new UsageError(`unexpected '${word}'`);
    const config = configOf(values.config, io.env);
    const stateDir = stateDirOf(config.state, io.env);
    return explainedFailure('venue', io, async () => {
      mustBeLivedIn(stateDir, word === undefined ? 'venue' : 'venue confirm');
      const here = venueOf(config, { stateDir, today });
      if (!here) throw new FixableError("this box is not in a venue: set 'venue: true' in its configuration first");
      return word === undefined ? show(here, io) : confirm(here, stateDir, io);
    });
  },
};

function show({ confirmed, terms }: Venue, io: Io): number {
  const confirmation = confirmed();
  io.out(confirmation ? confirmedLine(confirmation) : "the notice is not confirmed, so the camera stays off: 'moodbox venue confirm'");
  io.out(`kept of the room: ${terms.keeps}`);
  return EXIT.ok;
}

async function confirm({ confirm: keep, terms }: Venue, stateDir: string, io: Io): Promise<number> {
  mustBeOwn(stateDir, 'venue confirm');
  const confirmation = await keep(terms, 'shell');
  if (!confirmation.ok) throw new FixableError(confirmation.why.sentence);
  io.out(confirmedLine(confirmation.value));
  io.out(`kept of the room: ${terms.keeps}`);
  io.out('with this you say that');
  for (const promise of PROMISES) io.out(`- ${promise}`);
  io.out('an owner may switch the camera on now');
  return EXIT.ok;
}

const confirmedLine = ({ at, wording }: Confirmation): string =>
  `the notice is confirmed: wording ${wording}, ${new Date(at).toISOString().slice(0, 10)}`;
