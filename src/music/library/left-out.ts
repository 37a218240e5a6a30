import type { LeftOut } from './scan.ts';

/** How much a scan left out for one reason, and the first of it. */
export type LeftOutCount = { readonly why: LeftOut['why']; readonly count: number; readonly first: string; readonly error?: string };

/** What to do about it; nothing about what belongs to the system, or about playlists that are for none of the moods. */
export const LEFT_OUT_ADVICE: Readonly<Record<LeftOut['why'], string | undefined>> = {
  system: undefined,
  name: 'rename them: their names are not valid UTF-8, so no player can open them (convmv -f latin1 -t utf8 does it for a whole folder)',
  link: 'links are not followed: move the music itself here, or mount it here',
  deep: 'move them up: eight folders deep is the limit',
  unreadable: 'let moodbox read these folders (chmod o+rx), and look whether their disk is there',
  unwanted: undefined,
};

/** Counts what was left out, by reason, in the order in which the reasons were met. */
export function countLeftOut(leftOut: readonly LeftOut[]): readonly LeftOutCount[] {
  const counts = new Map<LeftOut['why'], LeftOutCount>();
  for (const { path, why, error } of leftOut) {
    const before = counts.get(why) ?? { why, count: 0, first: path, ...(error !== undefined && { error }) };
    counts.set(why, { ...before, count: before.count + 1 });
  }
  return [...counts.values()];
}
