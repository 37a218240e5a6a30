import { ConfigError } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import { printable } from '../../domain/one-line.ts';
import { withoutSecrets } from '../../shared/secrets.ts';
import type { Io, Subcommand } from '../command.ts';
import { configOf, EXIT, parse } from '../command.ts';
import { audio } from './audio.ts';
import { broker } from './broker.ts';
import { cameraChecks } from './camera.ts';
import type { Check, Finding } from './check.ts';
import { failing } from './check.ts';
import { clock } from './clock.ts';
import { disk } from './disk.ts';
import { model } from './model.ts';
import { mpv } from './mpv.ts';
import { composer } from './music/composer.ts';
import { music } from './music/music.ts';
import { ytdlp } from './music/ytdlp.ts';
import { page } from './page.ts';
import { presence } from './presence.ts';
import { trust } from './trust.ts';

/** In the order in which they are printed, after a check for each camera. */
const CHECKS: Readonly<Record<string, Check>> = {
  model,
  music,
  mpv,
  'yt-dlp': ytdlp,
  composer,
  audio,
  broker,
  page,
  presence,
  disk,
  clock,
  trust,
};

/** A check's signal is aborted after this time. If it still does not return, the doctor gives up on it a little later. */
const LIMIT_MS = 9000;
const GRACE_MS = 1000;

export const doctor: Subcommand = {
  usage: `usage: moodbox doctor [--config FILE] [--json]

Checks everything that the box needs. One line for each check: ok, warn or fail, what was found, and what to do about it.
Exit 1 if something that the configuration needs is missing.
  --json  {"ok":true,"checks":[{"name":"camera","status":"ok","finding":"…","advice":"…"},…]}`,
  run: async (args, io) => {
    const { values } = parse(args, { config: { type: 'string' }, json: { type: 'boolean' } }, { least: 0, most: 0 });
    const config = readable(values, io);
    const checks = await Promise.all(
      Object.entries({ ...cameraChecks(config), ...CHECKS }).map(async ([name, check]) => ({
        name,
        ...(await examine(check, config, io)),
      })),
    );
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

/** A finding even if the check throws or takes too long. */
async function examine(check: Check, config: Config, io: Io): Promise<Finding> {
  const over = new AbortController();
  const limit = setTimeout(() => over.abort(), LIMIT_MS);
  let grace: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    grace = setTimeout(
      () => resolve(failing('no answer in ten seconds', 'try again; if that does not help, restart the machine')),
      LIMIT_MS + GRACE_MS,
    );
  });
  try {
    const machine = { env: io.env, root: '/', signal: AbortSignal.any([io.signal, over.signal]) };
    const found = await Promise.race([check(config, machine), late]);
    return { ...found, finding: withoutSecrets(found.finding) };
  } catch (err) {
    const { message, cause } = err as Error;
    const said = cause instanceof Error ? `${message} (${cause.message.split('\n')[0]})` : message;
    return failing(withoutSecrets(said), "run './scripts/start --prepare'");
  } finally {
    clearTimeout(limit);
    clearTimeout(grace);
  }
}
