import { ConfigError } from '../config/load.ts';
import type { Io, Subcommand } from './command.ts';
import { EXIT, UsageError } from './command.ts';
import { version } from './version.ts';

/** Loaded when called, so that `moodbox --help` needs no camera library. */
const SUBCOMMANDS: Readonly<Record<string, () => Promise<Subcommand>>> = {
  run: async () => (await import('./run.ts')).run,
  perceive: async () => (await import('./perceive.ts')).perceive,
  evaluate: async () => (await import('./evaluate.ts')).evaluate,
  doctor: async () => (await import('./doctor.ts')).doctor,
  config: async () => (await import('./config.ts')).config,
  bench: async () => (await import('./bench.ts')).bench,
};

/** The whole command line; resolves to the exit status. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') return say(io, version());
  if (name === undefined || name === '--help' || name === '-h') {
    await help(io);
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const load = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (!load) return misused(io, `moodbox: no command '${name}'; known: ${Object.keys(SUBCOMMANDS).join(', ')}`);
  const subcommand = await load();
  if (rest.includes('--help') || rest.includes('-h')) return say(io, subcommand.usage);
  return called(name, subcommand, rest, io);
}

async function called(name: string, subcommand: Subcommand, args: readonly string[], io: Io): Promise<number> {
  try {
    return await subcommand.run(args, io);
  } catch (err) {
    if (err instanceof UsageError) return misused(io, `moodbox ${name}: ${err.message}; 'moodbox ${name} --help' shows how`);
    if (!(err instanceof ConfigError)) throw err;
    for (const problem of err.problems) io.err(`moodbox: ${problem}`);
    return EXIT.config;
  }
}

async function help(io: Io): Promise<void> {
  io.out('moodbox: a camera, a mood, and music that fits\n\nusage: moodbox <command> [--help]\n');
  for (const [name, load] of Object.entries(SUBCOMMANDS)) io.out(`  ${name.padEnd(10)} ${(await load()).summary}`);
}

function say(io: Io, line: string): number {
  io.out(line);
  return EXIT.ok;
}

function misused(io: Io, line: string): number {
  io.err(line);
  return EXIT.usage;
}
