// Opus in Ogg whose end meets its beginning.
//
// A codec that starts from silence, and ends into silence, bends the first and last milliseconds. So the loop is encoded with
// a piece of its own end before it and of its own beginning after it, and the file then says what not to play: the pre-skip
// of its first page and the end time of its last one (RFC 7845, sections 4.2 to 4.5, whose page checksum is Ogg's CRC-32).
// What is left is the codec's own noise, which differs at the two ends and with where its packets fall: several places are
// tried until the seam is as smooth as the music around it, or softer than -60 dB; else the smoothest one is kept.
import { readFileSync, writeFileSync } from 'node:fs';
import { corners, ffmpeg, interleaved } from './measure.mjs';
import { RATE } from './tape.mjs';

const BEFORE = RATE; // RFC 7845 asks for 80 ms until a decoder has settled; the encoder's own 3 Hz high-pass needs longer
const AFTER = 960; // one packet
const SMOOTH = 0.001;
const STEP = 79; // samples; no divisor of a packet
const BITRATE = '52k';

/** Writes a tape as an Opus file that loops without a click, the best of at most so many tries. */
export function encode(tape, file, title, tries) {
  let smoothest = Number.POSITIVE_INFINITY;
  let best;
  for (let round = 0; round < tries && smoothest > 1; round += 1) {
    encodeOnce(tape, file, title, BEFORE + round * STEP);
    const { seam, around } = corners(file);
    const rough = seam / Math.max(around, SMOOTH);
    if (rough < smoothest) [smoothest, best] = [rough, readFileSync(file)];
  }
  writeFileSync(file, best);
}

function encodeOnce(tape, file, title, before) {
  const loop = interleaved(tape);
  const padded = Buffer.concat([loop.subarray(-8 * before), loop, loop.subarray(0, 8 * AFTER)]);
  const input = ['-f', 'f32le', '-ar', String(RATE), '-ac', '2', '-i', 'pipe:0'];
  const tags = ['-map_metadata', '-1', '-metadata', `title=${title}`, '-metadata', 'artist=moodbox', '-metadata', 'copyright=CC0 1.0'];
  const how = ['-c:a', 'libopus', '-b:a', BITRATE, '-vbr', 'on', '-application', 'audio', '-fflags', '+bitexact', '-flags:a', '+bitexact'];
  ffmpeg(['-y', '-v', 'error', ...input, ...tags, ...how, '-f', 'opus', file], padded);
  writeFileSync(file, trimmed(readFileSync(file), before, tape.length));
}

/** The same file that says: skip `before` samples more at the start, and end after `length`. */
function trimmed(ogg, before, length) {
  const pages = pagesOf(ogg);
  const head = ogg.indexOf('OpusHead');
  const skip = ogg.readUInt16LE(head + 10) + before;
  ogg.writeUInt16LE(skip, head + 10);
  const [previous, last] = pages.slice(-2);
  if (Number(ogg.readBigUInt64LE(previous.start + 6)) > skip + length) throw new Error('the last page holds too little to be cut');
  ogg.writeBigUInt64LE(BigInt(skip + length), last.start + 6);
  for (const page of [pages[0], last]) seal(ogg.subarray(page.start, page.end));
  return ogg;
}

function pagesOf(ogg) {
  const pages = [];
  for (let start = 0; start < ogg.length; start = pages.at(-1).end) {
    if (ogg.toString('latin1', start, start + 4) !== 'OggS') throw new Error(`no Ogg page at byte ${start}`);
    const table = ogg.subarray(start + 27, start + 27 + ogg[start + 26]);
    pages.push({ start, end: start + 27 + table.length + table.reduce((total, size) => total + size, 0) });
  }
  return pages;
}

/** Writes the page's checksum anew: CRC-32 of the page with a zero in its place, polynomial 0x04c11db7, unreflected. */
function seal(page) {
  page.writeUInt32LE(0, 22);
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  page.writeUInt32LE(crc >>> 0, 22);
}
