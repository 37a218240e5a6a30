import type { Config } from '../config/schema.ts';
import { systemClock } from '../shared/async/clock.ts';
import { trueWithin } from '../shared/async/true-within.ts';
import { replaceText } from '../shared/write-atomic.ts';
import type { Subcommand } from './command.ts';
import { configOf, EXIT, parse, positive } from './command.ts';

const OPTIONS = { config: { type: 'string' }, wait: { type: 'string', default: '60' }, to: { type: 'string' } } as const;
/** Milliseconds for one answer. */
const ANSWER_LIMIT = 5000;

export const kioskAddress: Subcommand = {
  usage: `usage: moodbox kiosk-address [--wait SECONDS] [--to FILE] [--config FILE]

Waits until the page answers, and says where a browser on this machine finds it for a screen on the wall: MOODBOX_PAGE=http://127.0.0.1/kiosk.
The unit of the kiosk image calls it. Exit 1 if the page does not answer in time.
  --wait SECONDS  for how long; 60 by default
  --to FILE       writes the line there instead of printing it`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const page = localPage(configOf(values.config, io.env).web);
    const seconds = positive('--wait', values.wait);
    if (!(await trueWithin(seconds, () => answers(page), { clock: systemClock, signal: io.signal }))) {
      io.err(`moodbox kiosk-address: ${page} does not answer`);
      return EXIT.failed;
    }
    const line = `MOODBOX_PAGE=${page}/kiosk`;
    if (values.to === undefined) io.out(line);
    else await replaceText(values.to, [`${line}\n`], 0o644);
    return EXIT.ok;
  },
};

/** The page as a browser on this machine opens it. */
export function localPage({ cert, host, port }: Pick<Config['web'], 'cert' | 'host' | 'port'>): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return new URL(`${cert === '' ? 'http' : 'https'}://${name}:${port}`).origin;
}

/** Any answer will do: that the box is well is the watchdog's business. */
async function answers(page: string): Promise<boolean> {
  try {
    const { status } = await fetch(`${page}/healthz`, { signal: AbortSignal.timeout(ANSWER_LIMIT) });
    return status < 500;
  } catch {
    return false;
  }
}
