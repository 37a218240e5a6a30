// Whether a screen shows something: `node scripts/image/screen.mjs PICTURE COLOURS`. PICTURE is a portable pixmap (P6, 8 bits) as QEMU writes it; it has to
// have COLOURS different colours at least, and more on it than a cursor that blinks.
import { readFileSync } from 'node:fs';

const [file, least] = process.argv.slice(2);
const picture = readFileSync(file);
const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(picture.subarray(0, 64).toString('latin1'));
if (head === null) {
  console.log(`${file} is not a portable pixmap of 8 bits`);
  process.exit(2);
}
const [all, width, height] = head;
const counts = new Map();
for (let at = all.length; at + 2 < picture.length; at += 3) {
  const colour = picture.readUIntBE(at, 3);
  counts.set(colour, (counts.get(colour) ?? 0) + 1);
}
const most = Math.max(...counts.values()) / (width * height);
console.log(`${width} × ${height}, ${counts.size} colours, ${(100 * most).toFixed(1)} % of it in one`);
process.exit(counts.size >= Number(least) && most < 0.998 ? 0 : 1);
