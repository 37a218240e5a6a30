import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stateDirOf } from '../../../daemon/process/state-dir.ts';
import { MOODS } from '../../../domain/emotion.ts';
import type { SourceName } from '../../../domain/music.ts';
import { sourceOrder } from '../../../music/choose/source-order.ts';
import { findTools, TOOL_ADVICE } from '../../../music/composed/tools.ts';
import type { Check } from '../check.ts';
import { fine, warning } from '../check.ts';
import { checkedMapping } from './mapping.ts';

/** What it takes to compose: FluidSynth, a font of instruments, and how much is ready. */
export const composer: Check = async ({ music, state }, { env }) => {
  const mapping = await checkedMapping(music);
  if (!mapping.ok) return mapping.why;
  const sources = MOODS.flatMap(sourceOrder(music, mapping.value));
  if (!sources.includes('composed')) return fine('not needed: no mood asks composed');
  const tools = findTools(env.PATH);
  if (typeof tools === 'string')
    return warning(`${TOOL_ADVICE[tools].missing}, so moodbox cannot compose and ${insteadIn(sources)}`, TOOL_ADVICE[tools].advice);
  if (music.composed === 'follow') return fine(`FluidSynth with ${tools.font}; music that follows the room is made while it is heard`);
  const names = await readdir(join(stateDirOf(state, env), 'composed')).catch(() => []);
  const ready = names.filter((name) => /^\d.*\.opus$/.test(name)).length;
  return fine(`FluidSynth with ${tools.font}; ${ready} ${ready === 1 ? 'piece is' : 'pieces are'} ready`);
};

function insteadIn(sources: readonly SourceName[]): string {
  if (sources.includes('loops')) return 'plays its loops instead';
  const others = sources.some((source) => source !== 'composed');
  return others ? 'plays what comes next in music.order instead' : 'stays silent: there is no other source in music.order';
}
