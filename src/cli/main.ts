import { ConfigError } from '../config/load.ts';
import type { Io, Subcommand } from './command.ts';
import { EXIT, UsageError } from './command.ts';
import { version } from './version.ts';

type Entry = { readonly summary: string; readonly load: () => Promise<Subcommand> };

/** Loaded when called, so that `moodbox --help` needs no camera library. */
const SUBCOMMANDS: Readonly<Record<string, Entry>> = {
  run: { summary: 'the daemon: see, settle on a mood, play, tell', load: async () => (await import('./run.ts')).runCommand },
  perceive: {
    summary: 'eyes only: what a clip, a picture or a folder shows',
    load: async () => (await import('./perceive/command.ts')).perceive,
  },
  evaluate: {
    summary: 'how well the network reads a labelled set of faces',
    load: async () => (await import('./evaluate/command.ts')).evaluate,
  },
  simulate: {
    summary: 'an evening in seconds: what a person would notice with these settings',
    load: async () => (await import('./simulate/command.ts')).simulateCommand,
  },
  doctor: {
    summary: 'what the box needs, and what to do where it is missing',
    load: async () => (await import('./doctor/command.ts')).doctor,
  },
  history: {
    summary: 'what the room felt and heard: a list, a report, an export',
    load: async () => (await import('./history/command.ts')).history,
  },
  config: { summary: 'the configuration in effect, or all that is wrong with it', load: async () => (await import('./config.ts')).config },
  'update-ytdlp': {
    summary: 'the newest yt-dlp, checked and tried before it is used; --rollback takes the one before',
    load: async () => (await import('./update-ytdlp.ts')).updateYtdlp,
  },
  bench: { summary: 'what looking costs on this machine', load: async () => (await import('./bench/command.ts')).bench },
};

/** The whole command line; resolves to the exit status. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') return say(io, version());
  if (name === undefined || name === '--help' || name === '-h') {
    help(io);
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const entry = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (!entry) return misused(io, `moodbox: no command '${name}'; known: ${Object.keys(SUBCOMMANDS).join(', ')}`);
  const subcommand = await entry.load();
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

function help(io: Io): void {
  io.out('moodbox: a camera, a mood, and music that fits\n\nusage: moodbox <command> [--help]\n');
  for (const [name, { summary }] of Object.entries(SUBCOMMANDS)) io.out(`  ${name.padEnd(12)} ${summary}`);
}

function say(io: Io, line: string): number {
  io.out(line);
  return EXIT.ok;
}

function misused(io: Io, line: string): number {
  io.err(line);
  return EXIT.usage;
}
