import { ConfigError } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import { printable } from '../../domain/one-line.ts';
import { ms } from '../../domain/units.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse, positive } from '../command.ts';
import type { Finding } from './check.ts';
import { failing } from './check.ts';
import { examined } from './examine.ts';

const OPTIONS = { config: { type: 'string' }, json: { type: 'boolean' }, wait: { type: 'string' } } as const;

export const doctor: Subcommand = {
  usage: `usage: moodbox doctor [--config FILE] [--json] [--wait SECONDS]

Checks everything that the box needs. One line for each check: ok, warn or fail, what was found, and what to do about it.
Exit 1 if something that the configuration needs is missing.
  --json          {"ok":true,"checks":[{"name":"camera","status":"ok","finding":"…","advice":"…"},…]}
  --wait SECONDS  how long each check may take, for a slow or busy machine; 10 by default`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const patience = values.wait === undefined ? {} : { patience: ms(Math.max(2, positive('--wait', values.wait)) * 1000) };
    const config = readable(values, io);
    const checks = await examined(config, { ...io, ...patience });
    const ok = checks.every(({ status }) => status !== 'fail');
    print(checks, ok, values, io);
    return ok ? EXIT.ok : EXIT.failed;
  },
};

type Wanted = { readonly config?: string | undefined; readonly json?: boolean | undefined };

/** The configuration. If it is wrong, says what that means for the box before the mistakes are told. Throws `ConfigError`. */
function readable({ config, json }: Wanted, io: Io): Config {
  try {
    return configOf(config, io.env);
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    const finding = 'the configuration is wrong, so moodbox opens its page alone (safe mode)';
    print([{ name: 'config', ...failing(finding, 'correct each mistake, there or in the file') }], false, { json }, io);
    throw err;
  }
}

function print(
  checks: readonly (Finding & { readonly name: string })[],
  ok: boolean,
  { json }: { json?: boolean | undefined },
  io: Io,
): void {
  if (json) io.out(JSON.stringify({ ok, checks }));
  else for (const each of checks) io.out(lineOf(each, Math.max(6, ...checks.map(({ name }) => name.length))));
}

const lineOf = ({ name, status, finding, advice }: Finding & { readonly name: string }, width: number): string =>
  printable(`${status.padEnd(4)}  ${name.padEnd(width)}  ${finding}${advice ? ` — ${advice}` : ''}`);
