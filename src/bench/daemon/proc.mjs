import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc (USER_HZ is 100 on every Linux that Node runs on). */
const HERTZ = 100;

/** The CPU time of a process so far, ms, without its children's. */
export function cpuMs(pid) {
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / HERTZ;
}

/** Memory of a process now, MB: resident, proportional share (PSS), and private dirty. */
export function memoryMb(pid) {
  const said = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mb = (name) => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(said)?.[1] ?? 0) / 102.4) / 10;
  return { rss: mb('Rss'), pss: mb('Pss'), private_dirty: mb('Private_Dirty') };
}

/** The descendants of a process: id and name of each. */
export function childrenOf(pid) {
  const own = readdirSync(`/proc/${pid}/task`).flatMap((task) => wordsOf(`/proc/${pid}/task/${task}/children`));
  return own.flatMap((child) => [{ pid: Number(child), name: wordsOf(`/proc/${child}/comm`)[0] ?? '?' }, ...childrenOf(child)]);
}

function wordsOf(file) {
  try {
    return readFileSync(file, 'utf8').trim().split(/\s+/).filter(Boolean);
  } catch {
    return []; // a thread or child that has ended in the meantime
  }
}
