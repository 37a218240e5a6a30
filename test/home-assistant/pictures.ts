import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';

/**
 * Where the pictures of the docs go, if this run is to take them anew: `HOME_ASSISTANT_PICTURES=docs/pictures`; of the newest release
 * alone. A name in `MOODBOX_…` would be a key of the box's configuration.
 */
const FOLDER = process.env.HOME_ASSISTANT_PICTURES;
/** Few colours are enough for a page, and a third of the bytes. */
const SMALL = 'split[a][b];[a]palettegen=max_colors=128:stats_mode=single[p];[b][p]paletteuse=dither=none';

/** Keeps what is on the screen as `home-assistant-<what>.png`, if pictures are wanted. */
export async function keepPicture(page: Page, release: string, what: string): Promise<void> {
  if (FOLDER === undefined || release !== 'newest') return;
  // What fades in has come.
  await page.waitForTimeout(3000);
  const raw = join(tmpdir(), `moodbox-picture-${process.pid}.png`);
  await page.screenshot({ path: raw });
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-i', raw, '-vf', SMALL, join(FOLDER, `home-assistant-${what}.png`)]);
  await rm(raw);
}
