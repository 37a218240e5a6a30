// What the scripts about composed music take from the built program (`npm run build`).

/** A module of the built program, by its path in `dist`. */
export const built = (path) => import(new URL(`../../dist/${path}`, import.meta.url));

/** What makes sound of a score on this machine, with another font if one is named. Throws if something is missing. */
export async function toolsHere(font) {
  const { findTools, TOOL_ADVICE } = await built('music/composed/tools.js');
  const found = findTools();
  if (typeof found === 'string') throw new Error(`${TOOL_ADVICE[found].missing}: ${TOOL_ADVICE[found].advice}`);
  return { ...found, ...(font && { font }) };
}
