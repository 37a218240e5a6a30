import { printable } from '../../domain/one-line.ts';
import type { Subcommand } from '../command.ts';
import { configOf, EXIT, parse } from '../command.ts';
import type { Finding } from './check.ts';
import { examined } from './examine.ts';

export const doctor: Subcommand = {
  usage: `usage: moodbox doctor [--config FILE] [--json]

Checks everything that the box needs. One line for each check: ok, warn or fail, what was found, and what to do about it.
Exit 1 if something that the configuration needs is missing.
  --json  {"ok":true,"checks":[{"name":"camera","status":"ok","finding":"…","advice":"…"},…]}`,
  run: async (args, io) => {
    const { values } = parse(args, { config: { type: 'string' }, json: { type: 'boolean' } }, { least: 0, most: 0 });
    const config = configOf(values.config, io.env);
    const checks = await examined(config, io);
    const ok = checks.every(({ status }) => status !== 'fail');
    if (values.json) io.out(JSON.stringify({ ok, checks }));
    else for (const each of checks) io.out(lineOf(each, Math.max(6, ...checks.map(({ name }) => name.length))));
    return ok ? EXIT.ok : EXIT.failed;
  },
};

const lineOf = ({ name, status, finding, advice }: Finding & { readonly name: string }, width: number): string =>
  printable(`${status.padEnd(4)}  ${name.padEnd(width)}  ${finding}${advice ? ` — ${advice}` : ''}`);
