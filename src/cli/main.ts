import { ConfigError } from '../config/load.ts';
import type { Io, Subcommand } from './command.ts';
import { EXIT, UsageError } from './command.ts';
import { version } from './console/version.ts';

type Entry = {
  readonly summary: string;
  readonly load: () => Promise<Subcommand>;
  /** It is for development: the service is installed without it. */
  readonly checkoutOnly?: true;
};

const OWN_FILES = new URL('..', import.meta.url).href;

/** Each is loaded only when it is called, so that `moodbox --help` needs no camera library. */
const SUBCOMMANDS: Readonly<Record<string, Entry>> = {
  run: {
    summary: 'run the daemon: watch the room, settle on a mood, play music that fits',
    load: async () => (await import('./run.ts')).runCommand,
  },
  perceive: {
    summary: 'show what the box would see in a clip, a picture or a folder',
    load: async () => (await import('./perceive/command.ts')).perceive,
  },
  evaluate: {
    summary: 'measure how well the network reads a labelled set of faces',
    load: async () => (await import('./evaluate/command.ts')).evaluate,
  },
  simulate: {
    summary: 'play an evening in seconds, to see what a person would notice with your settings',
    load: async () => (await import('./simulate/command.ts')).simulateCommand,
  },
  doctor: {
    summary: 'check everything that the box needs, and say how to fix what is missing',
    load: async () => (await import('./doctor/command.ts')).doctor,
  },
  history: {
    summary: 'list, summarise or export the moods and the music of the past',
    load: async () => (await import('./history/command.ts')).history,
  },
  learn: {
    summary: 'show what the answers to "Was that right?" have taught about this room; --apply uses it',
    load: async () => (await import('./learn/command.ts')).learn,
  },
  pin: {
    summary: 'show whether the page has a PIN; --reset forgets a lost one',
    load: async () => (await import('./pin.ts')).pin,
  },
  venue: {
    summary: 'show whether the notice for the public is confirmed; confirm does it',
    load: async () => (await import('./venue.ts')).venue,
  },
  guest: {
    summary: 'tell moodbox that another program plays on its loudspeaker, or no longer does; hooks call it',
    load: async () => (await import('./guest.ts')).guest,
  },
  compose: {
    summary: 'compose a piece of music for a mood, as sound, MIDI or a score to print',
    load: async () => (await import('./compose.ts')).composeCommand,
  },
  config: { summary: 'show the effective configuration, or every mistake in it', load: async () => (await import('./config.ts')).config },
  update: {
    summary: 'on a box from the image: show and install updates of the whole system',
    load: async () => (await import('./update/command.ts')).updateCommand,
  },
  'update-ytdlp': {
    summary: 'fetch, verify and try the newest yt-dlp; --rollback goes back to the previous one',
    load: async () => (await import('./youtube/update-ytdlp.ts')).updateYtdlp,
  },
  'answer-ytdlp': {
    summary: 'run yt-dlp for one question of the daemon; the service calls it',
    load: async () => (await import('./youtube/answer-ytdlp.ts')).answerYtdlp,
  },
  'boot-settings': {
    summary: 'read the settings on the card that the box was started from; the image calls it',
    load: async () => (await import('./appliance/boot-settings.ts')).bootSettings,
  },
  'say-address': {
    summary: 'say aloud where the page is, on the loudspeaker of the box',
    load: async () => (await import('./appliance/say-address.ts')).sayAddressCommand,
  },
  'kiosk-address': {
    summary: 'wait for the page, and say where a browser on this machine finds it; the kiosk image calls it',
    load: async () => (await import('./appliance/kiosk-address.ts')).kioskAddress,
  },
  hotspot: {
    summary: 'open a Wi-Fi of its own that asks for the Wi-Fi of the house; the image calls it',
    load: async () => (await import('./appliance/hotspot.ts')).hotspot,
  },
  errand: {
    summary: 'do one job for the daemon, which calls it',
    load: async () => (await import('./appliance/errand.ts')).errand,
  },
  bench: {
    summary: 'measure what face detection and reading cost on this machine',
    load: async () => (await import('./bench/command.ts')).bench,
    checkoutOnly: true,
  },
};

/** Runs the command line `args`; resolves to the exit status. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') return say(io, version());
  if (name === undefined || name === '--help' || name === '-h') {
    help(io);
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const entry = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (!entry) return misused(io, `moodbox: there is no command '${name}'; the commands are ${Object.keys(SUBCOMMANDS).join(', ')}`);
  const subcommand = await loaded(entry);
  if (!subcommand) return misused(io, `moodbox: '${name}' is not installed with the service; call bin/moodbox ${name} in a checkout`);
  if (rest.includes('--help') || rest.includes('-h')) return say(io, subcommand.usage);
  return called(name, subcommand, rest, io);
}

/** Loads the subcommand; `undefined` if this installation lacks it. */
async function loaded({ load, checkoutOnly }: Entry): Promise<Subcommand | undefined> {
  try {
    return await load();
  } catch (err) {
    const { code, url = '' } = err as { readonly code?: string; readonly url?: string };
    if (checkoutOnly && code === 'ERR_MODULE_NOT_FOUND' && url.startsWith(OWN_FILES)) return undefined;
    throw err;
  }
}

async function called(name: string, subcommand: Subcommand, args: readonly string[], io: Io): Promise<number> {
  try {
    return await subcommand.run(args, io);
  } catch (err) {
    if (err instanceof UsageError) return misused(io, `moodbox ${name}: ${err.message}; see 'moodbox ${name} --help'`);
    if (!(err instanceof ConfigError)) throw err;
    for (const problem of err.problems) io.err(`moodbox: ${problem}`);
    return EXIT.config;
  }
}

function help(io: Io): void {
  io.out('moodbox reads the mood of a room with a camera and plays music that fits\n\nusage: moodbox <command> [--help]\n');
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
