import { stringify } from 'yaml';
import { ConfigError, masked } from '../config/load.ts';
import type { WebConfig } from '../config/schema.ts';
import { loadMapping } from '../music/choose/mapping.ts';
import { IdentityError, loadIdentity } from '../web/tls/identity.ts';
import type { Subcommand } from './command.ts';
import { configOf, EXIT, parse } from './command.ts';

export const config: Subcommand = {
  usage: `usage: moodbox config [--config FILE]

Prints the effective configuration as YAML, with secrets masked. The file overrides the defaults, and MOODBOX_<SECTION>_<KEY>
overrides the file. If anything is wrong, prints one line for each mistake and exits with 78. This includes mistakes in the
file that music.mapping names, and in the page's certificate and key.`,
  run: async (args, io) => {
    const { values } = parse(args, { config: { type: 'string' } }, { least: 0, most: 0 });
    const effective = configOf(values.config, io.env);
    loadMapping(effective.music.mapping, effective.music.preset);
    await checkIdentity(effective.web);
    io.out(stringify(masked(effective)).trimEnd());
    return EXIT.ok;
  },
};

/** Files that this user may not read are the service's alone, and no mistake. */
async function checkIdentity(web: WebConfig): Promise<void> {
  if (web.cert === '') return;
  try {
    await loadIdentity(web);
  } catch (err) {
    if (!(err instanceof IdentityError)) throw err;
    if ((err.cause as NodeJS.ErrnoException | undefined)?.code !== 'EACCES') throw new ConfigError([err.message]);
  }
}
