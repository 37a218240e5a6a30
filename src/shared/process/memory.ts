import { writeFileSync } from 'node:fs';

/** Of -1000 (never) to 1000 (first of all); what we do not mention has 0. */
const FIRST_TO_GO = '500';

/**
 * When memory runs out, the kernel ends this child before us: a player is started again within seconds, and a daemon that is gone takes
 * the music, the page and the mood along. Anybody may volunteer their own processes. A child that has ended already is fine.
 */
export function endsBeforeUs(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, FIRST_TO_GO);
  } catch {
    // It has ended, or runs under an account of its own: then the kernel decides by size alone.
  }
}
