import { accessSync, constants } from 'node:fs';
import type { Log } from '../../shared/log.ts';
import { programFolders, programIn } from '../../shared/process/programs.ts';

/**
 * The fonts of instruments that moodbox knows, the preferred one first: Debian's `fluid-soundfont-gm` and `musescore-general-soundfont-
 * small` (both MIT).
 */
const FONTS = [
  '/usr/share/sounds/sf2/FluidR3_GM.sf2',
  '/usr/share/sounds/sf3/MuseScore_General_Lite.sf3',
  '/usr/share/sounds/sf3/MuseScore_General.sf3',
  '/usr/share/sounds/sf3/default-GM.sf3',
  '/usr/share/sounds/sf2/default-GM.sf2',
];

/** What it takes to make sound of a score: two programs, `nice`, and a font of instruments. */
export type Tools = { readonly fluidsynth: string; readonly ffmpeg: string; readonly font: string };
export type MissingTool = 'fluidsynth' | 'ffmpeg' | 'font';

/** Finds the tools on this machine, or names the first that is missing. */
export function findTools(path = process.env.PATH, fonts: readonly string[] = FONTS): Tools | MissingTool {
  const folders = programFolders(path);
  const [fluidsynth, ffmpeg] = [programIn(folders, 'fluidsynth'), programIn(folders, 'ffmpeg')];
  const font = fonts.find(isReadable);
  if (fluidsynth === undefined) return 'fluidsynth';
  if (ffmpeg === undefined) return 'ffmpeg';
  return font === undefined ? 'font' : { fluidsynth, ffmpeg, font };
}

/** Says whether this machine can make sound of a score now. What it lacks is logged, and again only when that changes. */
export function abilityTo({ tools, log }: { readonly tools: () => Tools | MissingTool; readonly log: Log }): () => boolean {
  let told: MissingTool | undefined;
  return () => {
    const found = tools();
    const missing = typeof found === 'string' ? found : undefined;
    if (missing && missing !== told) {
      const { missing: why, advice } = TOOL_ADVICE[missing];
      log.warn({ why, advice }, 'composed.off');
    }
    told = missing;
    return missing === undefined;
  };
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** What is missing, in words, and what to do about it. */
export const TOOL_ADVICE: Readonly<Record<MissingTool, { readonly missing: string; readonly advice: string }>> = {
  fluidsynth: { missing: "there is no program 'fluidsynth'", advice: 'sudo apt-get install fluidsynth musescore-general-soundfont-small' },
  ffmpeg: { missing: "there is no program 'ffmpeg'", advice: 'sudo apt-get install ffmpeg' },
  font: { missing: 'there is no font of instruments for FluidSynth', advice: 'sudo apt-get install musescore-general-soundfont-small' },
};
