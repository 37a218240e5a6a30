import { dirname } from 'node:path';
import { stateDirOf } from '../daemon/process/state-dir.ts';
import { ms } from '../domain/units.ts';
import { systemClock } from '../shared/async/clock.ts';
import { FixableError } from '../shared/fixable-error.ts';
import { newSetupCode } from '../web/access/pins.ts';
import { spacedCode } from '../web/access/spaced-code.ts';
import { accessFile, readAccess, writeAccess } from '../web/access/store.ts';
import type { Io, Subcommand } from './command.ts';
import { configOf, EXIT, parse } from './command.ts';
import { explainedFailure } from './console/failure.ts';
import { mustBeLivedIn, mustBeOwn } from './console/lived-in.ts';

/** How long a write of the page may take that began before ours. */
const SETTLED = ms(300);
const MOST_TRIES = 10;

const OPTIONS = { config: { type: 'string' }, reset: { type: 'boolean', default: false } } as const;

export const pin: Subcommand = {
  usage: `usage: moodbox pin [--reset] [--config FILE]

Says whether the page has a PIN, and how many devices are logged in.
  --reset  forgets the PINs, logs every device out, withdraws the guest link, and prints the code that sets new PINs. This also works
           while the daemon is running, and takes effect at once. Addresses that had to wait after wrong PINs may try again.

Run it as the user that runs moodbox: 'sudo -u moodbox moodbox pin' for the service.`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const stateDir = stateDirOf(configOf(values.config, io.env).state, io.env);
    return explainedFailure('pin', io, () => {
      mustBeLivedIn(stateDir, values.reset ? 'pin --reset' : 'pin');
      return values.reset ? reset(accessFile(stateDir), io) : show(accessFile(stateDir), io);
    });
  },
};

async function show(file: string, io: Io): Promise<number> {
  const kept = readAs(file);
  if (kept === 'damaged')
    throw new FixableError(
      `${file} is damaged: 'moodbox pin --reset' (for the service, 'sudo -u moodbox moodbox pin --reset') makes a new one`,
    );
  if (!kept?.owner) {
    const code =
      kept?.setup === undefined
        ? 'start moodbox, which makes the code that sets one'
        : `the code that sets one is ${spacedCode(kept.setup)}`;
    io.out(`there is no PIN in ${dirname(file)}; ${code}`);
    return EXIT.ok;
  }
  const devices = kept.sessions.length === 1 ? '1 device is' : `${kept.sessions.length} devices are`;
  io.out(`there is a PIN for the owner${kept.household ? ' and one for the household' : ''} in ${dirname(file)}; ${devices} logged in`);
  return EXIT.ok;
}

async function reset(file: string, io: Io): Promise<number> {
  mustBeOwn(dirname(file), 'pin --reset');
  const setup = newSetupCode();
  await writeForGood(file, setup, io.signal);
  io.out(`the PINs in ${dirname(file)} are forgotten, and every device is logged out`);
  io.out(`open the page and set new PINs with the code ${spacedCode(setup)}`);
  return EXIT.ok;
}

/** The page may be writing at this very moment, with the PINs that it knows: then its file takes the place of ours, so we look again. */
async function writeForGood(file: string, setup: string, signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await writeAccess(file, { setup, sessions: [] });
    await systemClock.sleep(SETTLED, signal);
    const now = readAs(file);
    if (now !== undefined && now !== 'damaged' && now.setup === setup) return;
  }
  throw new FixableError(`the page keeps writing to ${file}: stop moodbox, and run this again`);
}

function readAs(file: string): ReturnType<typeof readAccess> {
  try {
    return readAccess(file);
  } catch (err) {
    throw new FixableError(`${file} cannot be read (${(err as NodeJS.ErrnoException).code}): run this as the user that runs moodbox`, {
      cause: err,
    });
  }
}
