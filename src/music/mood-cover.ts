import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mood } from '../domain/emotion.ts';

/** The pictures that come with moodbox, one for each mood. */
const BUNDLED = fileURLToPath(new URL('../../music/covers', import.meta.url));

/** A mood's own picture, a small JPEG. Rejects with the system's error if it is missing. */
export const moodCover = (mood: Mood): Promise<Uint8Array> => readFile(join(BUNDLED, `${mood}.jpg`));
