import { existsSync } from 'node:fs';
import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';

/** The world as a subcommand sees it, handed in so that tests can stand in for it. */
export type Io = {
  /** Writes one line to standard output. */
  readonly out: (line: string) => void;
  /** Writes one line to standard error. */
  readonly err: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
  /** All of standard input; where it is left out, that of the process. */
  readonly input?: () => Promise<string>;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
};

/** One word of the command line: `moodbox <name> …`. `usage` is what `--help` prints; `run` resolves to the exit status. */
export type Subcommand = {
  readonly usage: string;
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
};

/** Exit statuses; 78 is EX_CONFIG of sysexits, which systemd can be told not to restart after. */
export const EXIT = { ok: 0, failed: 1, usage: 2, config: 78 } as const;

/** A call that cannot be carried out as it was written: one line on stderr, exit 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Flags and words of a call. Throws `UsageError` for an unknown flag, a missing value, or a wrong number of words. */
export function parse<const O extends Options>(args: readonly string[], options: O, words: { least: number; most: number }) {
  try {
    const parsed = parseArgs({ args: joined(args, options), options, allowPositionals: true, strict: true });
    if (parsed.positionals.length < words.least) throw new UsageError('something is missing');
    const extra = parsed.positionals[words.most];
    if (extra !== undefined) throw new UsageError(`unexpected '${extra}'`);
    return parsed;
  } catch (err) {
    throw new UsageError(firstSentence((err as Error).message));
  }
}

/** `--seed -1` as `--seed=-1`: a number below 0 is a value, and what is wrong with it is said where it is read. */
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
  if (!(number > 0) || !Number.isFinite(number)) throw new UsageError(`${flag} wants a number above 0, not '${value}'`);
  return number;
}

/** A whole number above 0 from a flag. Throws `UsageError` with the flag's name. */
export function whole(flag: string, value: string): number {
  const number = positive(flag, value);
  if (!Number.isInteger(number)) throw new UsageError(`${flag} wants a whole number, not '${value}'`);
  return number;
}

const PLACES = ['config/moodbox.yaml', '/etc/moodbox/moodbox.yaml'];

/** The configuration of `--config`, of MOODBOX_CONFIG, or of the first usual place that exists; the defaults where none does. */
export function configOf(file: string | undefined, env: NodeJS.ProcessEnv, overrides: Readonly<Record<string, unknown>> = {}): Config {
  return loadConfig({ file: file ?? env.MOODBOX_CONFIG ?? PLACES.find((place) => existsSync(place)), env, overrides });
}

const firstSentence = (message: string): string => message.split(/\. |\n/)[0] ?? message;
