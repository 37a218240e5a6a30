// Whether a screen shows something: `node scripts/image/screen.mjs PICTURE COLOURS [EDGE]`. PICTURE is a portable pixmap (P6, 8 bits) as QEMU writes it;
// it has to have COLOURS different colours at least, and more on it than a cursor that blinks. Its last EDGE columns and rows have to be of one colour:
// there, a browser has its scroll bars.
import { readFileSync } from 'node:fs';

const [file, least, edge = '0'] = process.argv.slice(2);
const picture = readFileSync(file);
const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(picture.subarray(0, 64).toString('latin1'));
if (head === null) {
  console.log(`${file} is not a portable pixmap of 8 bits`);
  process.exit(2);
}
const [width, height] = head.slice(1).map(Number);
const counts = new Map();
const atEdge = new Set();
for (let pixel = 0; pixel < width * height; pixel += 1) {
  const colour = picture.readUIntBE(head[0].length + 3 * pixel, 3);
  counts.set(colour, (counts.get(colour) ?? 0) + 1);
  if (pixel % width >= width - edge || pixel >= width * (height - edge)) atEdge.add(colour);
}
const most = Math.max(...counts.values()) / (width * height);
const isFramed = atEdge.size > 1;
console.log(`${width} × ${height}, ${counts.size} colours, ${(100 * most).toFixed(1)} % of it in one${isFramed ? ', something at its edge' : ''}`);
process.exit(counts.size >= Number(least) && most < 0.998 && !isFramed ? 0 : 1);
