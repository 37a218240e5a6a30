// Whether what was heard is in the history: `node scripts/image/kept.mjs HEARD KEPT SECONDS`. HEARD has a line for each mood (the time in
// milliseconds, a tab, the mood), KEPT what `moodbox history --json` prints. What began SECONDS before the last one must be kept.
import { readFileSync } from 'node:fs';

const [heardFile, keptFile, seconds] = process.argv.slice(2);
const linesOf = (file) => readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '');
/** Milliseconds between the entry's time and the message about it, on a busy machine. */
const APART = 6000;

const heard = linesOf(heardFile)
  .map((line) => line.split('\t'))
  .map(([at, mood]) => ({ at: Number(at), mood }));
const moods = linesOf(keptFile)
  .map((line) => JSON.parse(line))
  .filter(({ kind }) => kind === 'mood')
  .map(({ at, mood }) => ({ at: Date.parse(at), mood }));
const isKept = (one) => moods.some(({ at, mood }) => mood === one.mood && Math.abs(at - one.at) < APART);

const last = heard.at(-1)?.at ?? 0;
const due = heard.filter(({ at }) => at < last - seconds * 1000);
const lost = heard.filter((each) => !isKept(each));
const longest = lost.length > 0 ? `, the oldest of ${lost.length} lost ones ${((last - lost[0].at) / 1000).toFixed(1)} s old` : ', none lost';
console.log(`${moods.length} moods kept; ${heard.length} heard, ${due.length} of them due${longest}`);
process.exit(due.every(isKept) && heard.length > 0 ? 0 : 1);
