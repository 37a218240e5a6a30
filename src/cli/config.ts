import { stringify } from 'yaml';
import { masked } from '../config/load.ts';
import { loadMapping } from '../music/choose/mapping.ts';
import type { Subcommand } from './command.ts';
import { configOf, EXIT, parse } from './command.ts';

export const config: Subcommand = {
  usage: `usage: moodbox config [--config FILE]

Prints the effective configuration as YAML, with secrets masked. The file overrides the defaults, and MOODBOX_<SECTION>_<KEY>
overrides the file. If anything is wrong, prints one line for each mistake and exits with 78. This includes mistakes in the
file that music.mapping names.`,
  run: async (args, io) => {
    const { values } = parse(args, { config: { type: 'string' } }, { least: 0, most: 0 });
    const effective = configOf(values.config, io.env);
    loadMapping(effective.music.mapping, effective.music.preset);
    io.out(stringify(masked(effective)).trimEnd());
    return EXIT.ok;
  },
};
