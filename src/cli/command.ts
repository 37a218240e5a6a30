import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import type { Given } from '../config/load.ts';
import { loadConfig } from '../config/load.ts';
import { settingsFile } from '../config/page-file.ts';
import type { Config } from '../config/schema.ts';
import { stateDirOf } from '../daemon/process/state-dir.ts';

/** What a subcommand may use of the outside world; tests pass their own. */
export type Io = {
  /** Writes one line to standard output. */
  readonly out: (line: string) => void;
  /** Writes one line to standard error. */
  readonly err: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
  /** Reads all of standard input; without it, the process's own is read. */
  readonly input?: () => Promise<string>;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
};

/** One command of `moodbox <name> …`. `usage` is what `--help` prints; `run` resolves to the exit status. */
export type Subcommand = {
  readonly usage: string;
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
};

/** Exit statuses. 78 is EX_CONFIG of sysexits; the systemd unit does not restart after it. */
export const EXIT = { ok: 0, failed: 1, usage: 2, config: 78 } as const;

/** The command line is wrong: one line on stderr, exit 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** The flags and words of a command line. Throws `UsageError` for an unknown flag, a missing value, or a wrong number of words. */
export function parse<const O extends Options>(args: readonly string[], options: O, words: { least: number; most: number }) {
  try {
    const parsed = parseArgs({ args: joined(args, options), options, allowPositionals: true, strict: true });
    if (parsed.positionals.length < words.least) throw new UsageError('an argument is missing');
    const extra = parsed.positionals[words.most];
    if (extra !== undefined) throw new UsageError(`unexpected '${extra}'`);
    return parsed;
  } catch (err) {
    throw new UsageError(firstSentence((err as Error).message));
  }
}

/** Turns `--seed -1` into `--seed=-1`: a negative number is a value, not a flag. Whoever reads the flag reports what is wrong with it. */
function joined(args: readonly string[], options: Options): string[] {
  const takes = (flag = '', value = ''): boolean =>
    /^-\d/.test(value) && flag.startsWith('--') && options[flag.slice(2)]?.type === 'string';
  return args.flatMap((arg, i) => {
    if (takes(args[i - 1], arg)) return [];
    return takes(arg, args[i + 1]) ? [`${arg}=${args[i + 1]}`] : [arg];
  });
}

/** A number above 0 from a flag. Throws `UsageError` with the flag's name. */
export function positive(flag: string, value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number)) throw new UsageError(`${flag} must be a number above 0, not '${value}'`);
  return number;
}

/** A whole number above 0 from a flag. Throws `UsageError` with the flag's name. */
export function whole(flag: string, value: string): number {
  const number = positive(flag, value);
  if (!Number.isInteger(number)) throw new UsageError(`${flag} must be a whole number, not '${value}'`);
  return number;
}

/** This checkout's own file, and that of the service. Never one of the current folder, which may be anybody's. */
const PLACES = [fileURLToPath(new URL('../../config/moodbox.yaml', import.meta.url)), '/etc/moodbox/moodbox.yaml'];

/** The configuration from `--config`, from MOODBOX_CONFIG, or from the first of the usual places that exists; otherwise the defaults. */
export function configOf(file: string | undefined, env: NodeJS.ProcessEnv, overrides: Readonly<Record<string, unknown>> = {}): Config {
  return loadConfig(givenOf(file, env, overrides));
}

/** Where that configuration comes from, with what was set on the page. */
export const givenOf = (file: string | undefined, env: NodeJS.ProcessEnv, overrides: Readonly<Record<string, unknown>> = {}): Given => ({
  file: file ?? env.MOODBOX_CONFIG ?? PLACES.find((place) => existsSync(place)),
  page: (state) => ({ file: settingsFile(stateDirOf(state, env)) }),
  env,
  overrides,
});

const firstSentence = (message: string): string => message.split(/\. |\n/)[0] ?? message;
