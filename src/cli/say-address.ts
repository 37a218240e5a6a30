import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { stateDirOf } from '../daemon/process/state-dir.ts';
import { sayAddress } from '../players/output/say-address.ts';
import { systemClock } from '../shared/async/clock.ts';
import { trueWithin } from '../shared/async/true-within.ts';
import { ownAddresses } from '../shared/own-addresses.ts';
import { accessFile, readAccess } from '../web/access/store.ts';
import type { Io, Subcommand } from './command.ts';
import { configOf, EXIT, parse } from './command.ts';
import { hasScreen } from './has-screen.ts';

const OPTIONS = { config: { type: 'string' }, first: { type: 'boolean', default: false } } as const;
/** Seconds that a network may take at the first start. */
const NETWORK_WITHIN = 120;
/** The file of the state folder that says: it has been said. */
const SAID = 'said-address';

export const sayAddressCommand: Subcommand = {
  usage: `usage: moodbox say-address [--first] [--config FILE]

Says aloud where the page is, on the box's own loudspeaker, in the language of player.voice; 'off' says nothing.
  --first  only if it has not been said yet, and if nobody can know: no screen is connected, and no PIN has been set. Waits for a network
           for two minutes. The image calls this at its first start

Run it as the user that runs moodbox: 'sudo -u moodbox moodbox say-address' for the service.`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const config = configOf(values.config, io.env);
    if (!values.first) return spokenNow(config, io);
    return isNews(config, io) ? firstTime(config, io) : EXIT.ok;
  },
};

async function spokenNow(config: Config, io: Io): Promise<number> {
  const [address] = ownAddresses();
  const said = await sayAddress(config, { hostname: hostname(), address }, { clock: systemClock, signal: io.signal });
  if (said.ok) return EXIT.ok;
  io.err(`moodbox say-address: ${said.why.sentence}`);
  return EXIT.failed;
}

async function firstTime(config: Config, io: Io): Promise<number> {
  const isOnline = await trueWithin(NETWORK_WITHIN, () => ownAddresses().length > 0, { clock: systemClock, signal: io.signal });
  if (!isOnline || !isNews(config, io)) return EXIT.ok; // the next start says it
  const status = await spokenNow(config, io);
  if (status === EXIT.ok) writeFileSync(saidFile(config, io), 'yes\n');
  return status;
}

/** Whether nobody has been told the address yet, as far as the box can know. */
function isNews(config: Config, io: Io): boolean {
  if (config.player.voice === 'off' || existsSync(saidFile(config, io)) || hasScreen()) return false;
  const kept = readAccess(accessFile(stateDirOf(config.state, io.env)));
  return kept === undefined || (kept !== 'damaged' && kept.owner === undefined);
}

const saidFile = ({ state }: Config, { env }: Io): string => join(stateDirOf(state, env), SAID);
