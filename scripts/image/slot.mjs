// node slot.mjs DISK SYSTEM: writes the read-only system of an image (partition root-a) into the file SYSTEM, without the empty rest of its
// partition, and prints where the FAT partition begins, in bytes.
import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

const SECTOR = 512;
const EROFS_MAGIC = 0xe0f5e1e2;
const CHUNK = 4 * 1024 * 1024;

const [disk, system] = process.argv.slice(2);
const from = openSync(disk, 'r');

function bytesAt(at, length) {
  const bytes = Buffer.alloc(length);
  readSync(from, bytes, 0, length, at);
  return bytes;
}

/** Where the partitions of a GPT begin, in bytes, by their names. */
function partitions() {
  const header = bytesAt(SECTOR, SECTOR);
  if (header.toString('latin1', 0, 8) !== 'EFI PART') throw new Error(`${disk} has no GPT`);
  const [at, count, size] = [Number(header.readBigUInt64LE(72)) * SECTOR, header.readUInt32LE(80), header.readUInt32LE(84)];
  const entries = Array.from({ length: count }, (_, index) => bytesAt(at + index * size, size));
  const nameOf = (entry) => entry.toString('utf16le', 56, 128).replace(/\0.*$/s, '');
  return new Map(entries.map((entry) => [nameOf(entry), Number(entry.readBigUInt64LE(32)) * SECTOR]));
}

/** How many bytes of the partition are the file system. */
function erofsSize(at) {
  const superblock = bytesAt(at + 1024, 128);
  if (superblock.readUInt32LE(0) !== EROFS_MAGIC) throw new Error('root-a is not erofs');
  return superblock.readUInt32LE(36) * 2 ** superblock.readUInt8(12);
}

const where = partitions();
const [root, card] = ['root-a', 'MOODBOX'].map((name) => {
  const at = where.get(name);
  if (at === undefined) throw new Error(`${disk} has no partition ${name}`);
  return at;
});
const size = erofsSize(root);
const to = openSync(system, 'w');
for (let done = 0; done < size; done += CHUNK) {
  const bytes = bytesAt(root + done, Math.min(CHUNK, size - done));
  if (bytes.some((byte) => byte !== 0)) writeSync(to, bytes, 0, bytes.length, done);
}
ftruncateSync(to, size);
closeSync(to);
process.stdout.write(`${card}\n`);
