import { readdirSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Config } from '../../config/schema.ts';
import { stateDirOf } from '../../daemon/process/state-dir.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { trueWithin } from '../../shared/async/true-within.ts';
import { replaceText } from '../../shared/write-atomic.ts';
import { keptScreenToken, screenFile } from '../../web/access/screen.ts';
import type { Subcommand } from '../command.ts';
import { configOf, EXIT, parse, positive } from '../command.ts';
import { leaveToDaemon } from './boot-state.ts';

const OPTIONS = { config: { type: 'string' }, wait: { type: 'string', default: '60' }, to: { type: 'string' } } as const;
/** Milliseconds for one answer. */
const ANSWER_LIMIT = 5000;
/** Where Linux lists what drives the screens. */
const SCREENS = '/sys/class/drm';
/** Drivers that know how to draw. With another one (of a virtual machine, or the firmware's own) Chromium left most of the screen white. */
const DRAWING = new Set(['i915', 'xe', 'amdgpu', 'radeon', 'nouveau', 'v3d', 'vc4', 'vc4-drm']);

export const kioskAddress: Subcommand = {
  usage: `usage: moodbox kiosk-address [--wait SECONDS] [--to FILE] [--config FILE]

Waits until the page answers, and says where a browser on this machine finds it for a screen on the wall: MOODBOX_PAGE=http://127.0.0.1/kiosk.
A second line, MOODBOX_DRAWING=--disable-gpu, tells Chromium to draw by itself where the graphics cannot.
The unit of the kiosk image calls it. Exit 1 if the page does not answer in time.
  --wait SECONDS  for how long; 60 by default
  --to FILE       writes the lines there instead of printing them. The address then has a secret in it, by which the box knows its own screen,
                  so that nobody needs to log it in`,
  run: async (args, io) => {
    const { values } = parse(args, OPTIONS, { least: 0, most: 0 });
    const { state, web } = configOf(values.config, io.env);
    const page = localPage(web);
    const seconds = positive('--wait', values.wait);
    if (!(await trueWithin(seconds, () => answers(page), { clock: systemClock, signal: io.signal }))) {
      io.err(`moodbox kiosk-address: ${page} does not answer`);
      return EXIT.failed;
    }
    const drawing = `MOODBOX_DRAWING=${hasGraphics() ? '' : '--disable-gpu'}`;
    if (values.to === undefined) {
      for (const line of [`MOODBOX_PAGE=${page}/kiosk`, drawing]) io.out(line);
      return EXIT.ok;
    }
    await replaceText(values.to, [`MOODBOX_PAGE=${page}/${await screenPath(stateDirOf(state, io.env))}\n${drawing}\n`], 0o600);
    return EXIT.ok;
  },
};

/** Where the browser on the screen begins. Without a secret (the data partition is full) somebody has to log it in once there is a PIN. */
async function screenPath(stateDir: string): Promise<string> {
  try {
    const token = await keptScreenToken(stateDir);
    if (process.getuid?.() === 0) leaveToDaemon(stateDir, [screenFile(stateDir)]);
    return `screen/${token}`;
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === undefined) throw err;
    return 'kiosk';
  }
}

/** The page as a browser on this machine opens it. */
export function localPage({ cert, host, port }: Pick<Config['web'], 'cert' | 'host' | 'port'>): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return new URL(`${cert === '' ? 'http' : 'https'}://${name}:${port}`).origin;
}

/** Whether something in this machine draws better than the processor does. `folder`: as Linux's /sys/class/drm. */
export function hasGraphics(folder = SCREENS): boolean {
  try {
    return readdirSync(folder)
      .filter((name) => /^card\d+$/.test(name))
      .some((name) => DRAWING.has(basename(readlinkSync(join(folder, name, 'device/driver')))));
  } catch {
    return false; // no screen, or one without a driver
  }
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
