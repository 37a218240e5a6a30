// music/README.md, written with the loops so that its figures are theirs.
import { writeFileSync } from 'node:fs';

const LICENCE = `The loops were made by \`scripts/make-music\`, from nothing but the notes written there: no sample, no recording, nobody else's
work. They are given to the public domain (CC0 1.0); play them in a café, cut them, sell them.`;

/** Writes the page about the loops. */
export function writeReadme(file, rows) {
  const total = rows.reduce((sum, row) => sum + row.bytes, 0);
  const table = rows.map(
    ({ mood, about, seconds, lufs, range, peak, bytes, seam }) =>
      `| ${mood} | ${about} | ${seconds.toFixed(1)} | ${lufs.toFixed(1)} | ${range.toFixed(1)} | ${peak.toFixed(1)} | ${Math.round(bytes / 1000)} | ${seam.toFixed(4)} |`,
  );
  const page = `# The built-in loops

One seamless loop a mood, so that a box without a network still plays. The file says where the music begins and ends to the
sample; any player that heeds an Opus file's pre-skip and end time loops it without a click.

| mood | what it is | seconds | LUFS | LU range | dBTP | kB | seam |
| --- | --- | --- | --- | --- | --- | --- | --- |
${table.join('\n')}

Measured with ffmpeg's \`ebur128\` on the encoded files; ${(total / 1e6).toFixed(2)} MB in all. The seam is the second difference of
the samples where the end meets the beginning, full scale being 1: the sharpest corner there. This page and the files are written by
\`./scripts/make-music\` (some minutes; needs ffmpeg).

## Licence

${LICENCE}
`;
  writeFileSync(file, page);
}
