// Whether the history lost anything by a pulled plug: `node scripts/image/kept.mjs SEEN KEPT`. SEEN has a line for each mood that was seen in its file
// before (its time in milliseconds, a tab, the mood), and lines with the time alone; KEPT is what `moodbox history --json` prints afterwards.
import { readFileSync } from 'node:fs';

const [seenFile, keptFile] = process.argv.slice(2);
const linesOf = (file) => readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '');

const lines = linesOf(seenFile).map((line) => line.split('\t'));
const seen = lines.filter(([, mood]) => mood !== '').map(([at, mood]) => ({ at: Number(at), mood }));
const kept = new Set(
  linesOf(keptFile)
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === 'mood')
    .map(({ at, mood }) => `${Date.parse(at)} ${mood}`),
);
const lost = seen.filter(({ at, mood }) => !kept.has(`${at} ${mood}`));

const pulled = Number(lines.at(-1)?.[0] ?? 0);
const ago = ({ at }) => `${((pulled - at) / 1000).toFixed(1)} s`;
const newest = seen.length > 0 ? `, the newest ${ago(seen.at(-1))} before the plug was pulled` : '';
console.log(`${seen.length} moods seen in the file${newest}; ${lost.length} lost${lost.length > 0 ? `, the oldest of ${ago(lost[0])}` : ''}`);
process.exit(lost.length === 0 && seen.length > 0 ? 0 : 1);
