import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tone } from '../fixtures/tone.ts';
import type { CafeOptions } from './cafe.ts';

/** Each source has a pitch of its own in each mood, so that the sound tells what plays. The built-in loops are `other`. */
export const YOUTUBE = { sad: 440, happy: 660, angry: 550 };
const LIBRARY = { sad: 880, happy: 1320, angry: 1100 };

const named = (source: string, tones: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
  Object.entries(tones).map(([mood, hertz]) => [`${source} ${mood}`, hertz]);
/** Every pitch by its name, such as `library sad`. */
export const PITCHES = Object.fromEntries([...named('youtube', YOUTUBE), ...named('library', LIBRARY)]);

/** The configuration of a box with a folder of its own: YouTube, the library, the loops; no camera. */
export function configOf(folder: string, { config = {}, ytdlp }: CafeOptions): object {
  const { music, player, ...rest } = config;
  const program = ytdlp && { ytdlp: ytdlp(join(folder, 'state')) };
  return {
    camera: { source: '/dev/video99' },
    music: {
      order: ['youtube', 'library', 'loops'],
      library: join(folder, 'library'),
      change_after: '1s',
      preset: 'paper-query',
      ...program,
      ...music,
    },
    player: { output: `pcm:${join(folder, 'sound.wav')}`, volume: 100, fade: '200ms', ...player },
    mqtt: { broker_port: 0 },
    web: { port: 0 },
    state: { dir: join(folder, 'state') },
    ...rest,
  };
}

/** Fills the folder: a library with two tracks a mood, and switches that an earlier life has left, so that the box is `sad`. */
export async function furnish(folder: string, seconds: number): Promise<void> {
  const state = join(folder, 'state');
  await mkdir(state);
  await writeFile(join(state, 'switches.json'), JSON.stringify({ camera: false, override: 'sad', volume: 100 }));
  for (const [mood, hertz] of Object.entries(LIBRARY)) {
    await mkdir(join(folder, 'library', mood), { recursive: true });
    for (const name of ['one', 'two']) await writeFile(join(folder, 'library', mood, `${name}.opus`), await tone(hertz, seconds));
  }
}
