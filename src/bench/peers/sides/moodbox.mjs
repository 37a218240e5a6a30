import { instant } from '../../../../dist/domain/units.js';

/** A grey frame of the footage as a moodbox frame, at 10 a second. */
const frameOf = (gray, seq, { width, height, fps }) => ({
  seq,
  at: instant((seq * 1000) / fps),
  width,
  height,
  source: { width, height },
  gray,
});

async function configured() {
  const { loadConfig } = await import('../../../../dist/config/load.js');
  return loadConfig({ env: {} }).inference;
}

/** Our eyes as the daemon opens them: an emotion for every face of every frame. */
export async function ours(footage) {
  const { openOurs } = await import('../../../../dist/bench/ours.js');
  return asPeer(await openOurs(await configured()), footage);
}

/** The paper's recipe, as `moodbox bench` runs it. */
export async function paper(footage) {
  const { PaperRecipe } = await import('../../../../dist/bench/paper.js');
  return asPeer(await PaperRecipe.open(await configured()), footage);
}

const asPeer = (side, footage) => ({
  about: side.engine,
  look: async (gray, seq) => (await side.look(frameOf(gray, seq, footage))).length,
});
