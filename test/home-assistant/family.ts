import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it has started, the page's own process and the player among them: what a pulled plug takes away at once. */
export function* familyOf(pid: number): Generator<number> {
  yield pid;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const children = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').map(Number);
    for (const child of children.filter((each) => each > 0)) yield* familyOf(child);
  }
}
