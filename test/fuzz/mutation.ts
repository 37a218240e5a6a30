import type { Random } from '../../src/shared/random.ts';

/** Numbers that parsers trip over. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff];

const below = (most: number, random: Random): number => Math.floor(random() * most);

/** One change: bits are turned, a length is replaced, a part is cut out, repeated or moved, the end is cut off. */
const CHANGES: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => {
    const made = Buffer.from(bytes);
    for (let count = 1 + below(8, random); count > 0; count -= 1) made[below(made.length, random)] = below(256, random);
    return made;
  },
  (bytes, random) => {
    const made = Buffer.from(bytes);
    const at = below(Math.max(1, made.length - 4), random);
    const edge = EDGES[below(EDGES.length, random)] ?? 0;
    if (at + 4 <= made.length) made[random() < 0.5 ? 'writeUInt32BE' : 'writeUInt32LE'](edge, at);
    return made;
  },
  (bytes, random) => bytes.subarray(0, below(bytes.length, random)),
  (bytes, random) => {
    const [from, length] = [below(bytes.length, random), below(200, random)];
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
  },
  (bytes, random) => {
    const [from, length] = [below(bytes.length, random), below(200, random)];
    const part = bytes.subarray(from, from + length);
    return Buffer.concat([bytes.subarray(0, from), ...Array.from({ length: 1 + below(20, random) }, () => part), bytes.subarray(from)]);
  },
];

/** The bytes with a few changes, mostly near their beginning, where the headers are. */
export function mutated(bytes: Buffer, random: Random): Buffer {
  let made = bytes;
  for (let count = 1 + below(4, random); count > 0 && made.length > 0; count -= 1) {
    const head = random() < 0.7 ? Math.min(made.length, 1 + below(512, random)) : made.length;
    const changed = CHANGES[below(CHANGES.length, random)]?.(made.subarray(0, head), random) ?? made;
    made = Buffer.concat([changed, random() < 0.9 ? made.subarray(head) : Buffer.alloc(0)]);
  }
  return made;
}
