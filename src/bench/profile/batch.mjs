// node src/bench/profile/batch.mjs: what the network costs for 1 to 8 faces at once, CPU milliseconds a face: the median of 15 rounds, the
// least and the most. The sizes take turns, so that other load on the machine falls on all of them.

import { OWN_MODELS, readManifest } from '../../../dist/inference/manifest.js';
import { openClassifier } from '../../../dist/inference/open.js';

const FACE = 64 * 64;
const SIZES = [1, 2, 4, 8];
const [ROUNDS, FACES] = [15, 160];

const network = await openClassifier('onnx', OWN_MODELS, await readManifest(OWN_MODELS));
const inputs = new Map(SIZES.map((size) => [size, Float32Array.from({ length: size * FACE }, (_, at) => (at % 251) / 251)]));
const costs = new Map(SIZES.map((size) => [size, []]));
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const size of SIZES) {
    const before = process.cpuUsage();
    for (let faces = 0; faces < FACES; faces += size) await network.classify(inputs.get(size));
    const { user, system } = process.cpuUsage(before);
    if (round > 0) costs.get(size).push((user + system) / 1000 / FACES);
  }
}
for (const [size, each] of costs) {
  const sorted = each.toSorted((a, b) => a - b);
  const [least, middle, most] = [sorted[0], sorted[Math.floor(ROUNDS / 2)], sorted.at(-1)].map((value) => value.toFixed(3));
  process.stdout.write(`${size} at once: ${middle} ms a face (${least} to ${most})\n`);
}
await network[Symbol.asyncDispose]();
