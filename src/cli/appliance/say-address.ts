import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Config } from '../../config/schema.ts';
import { stateDirOf } from '../../daemon/process/state-dir.ts';
import { sayAddress } from '../../players/output/say-address.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { trueWithin } from '../../shared/async/true-within.ts';
import { ownAddresses } from '../../shared/own-addresses.ts';
import { accessFile, setupCodeIn } from '../../web/access/store.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse, positive } from '../command.ts';

const OPTIONS = {
  config: { type: 'string' },
  first: { type: 'boolean', default: false },
  wait: { type: 'string', default: '120' },
} as const;

export const sayAddressCommand: Subcommand = {
  usage: `usage: moodbox say-address [--first [--wait SECONDS]] [--config FILE]

Says aloud where the page is, on the box's own loudspeaker, in the language of player.voice; 'off' says nothing. While there is no PIN it
says the code that sets the first one, too.
  --first         only while there is no PIN; waits for a network and for moodbox first. The image calls this at every start, so that
                  whoever missed it can pull the plug and hear it again
  --wait SECONDS  for this long at most; by default two minutes

Run it as the user that runs moodbox: 'sudo -u moodbox moodbox say-address' for the service.`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const config = configOf(values.config, io.env);
    const within = positive('--wait', values.wait);
    if (!values.first) return spokenNow(config, io);
    // Without a loudspeaker the report on the card says it, so that is no failure.
    if (config.player.voice !== 'off' && (await isNews(config, io, within))) await spokenNow(config, io);
    return EXIT.ok;
  },
};

/**
 * Waits until the box can be found and knows its code, for so many seconds at most. Resolves to whether anybody needs to hear it: not once
 * there is a PIN.
 */
async function isNews(config: Config, io: Io, within: number): Promise<boolean> {
  const file = accessFile(stateDirOf(config.state, io.env));
  const isKnown = () => existsSync(file) && (codeOf(config, io) === undefined || ownAddresses().length > 0);
  await trueWithin(within, isKnown, { clock: systemClock, signal: io.signal });
  return codeOf(config, io) !== undefined;
}

async function spokenNow(config: Config, io: Io): Promise<number> {
  const [address] = ownAddresses();
  const located = { hostname: hostname(), address, code: codeOf(config, io) };
  const said = await sayAddress(config, located, { clock: systemClock, signal: io.signal });
  if (said.ok) return EXIT.ok;
  io.err(`moodbox say-address: ${said.why.sentence}`);
  return EXIT.failed;
}

const codeOf = ({ state }: Config, { env }: Io): string | undefined => setupCodeIn(stateDirOf(state, env));
