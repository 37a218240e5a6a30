import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SIDES } from './sides.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Debian's own: another Python would not see Debian's OpenCV. */
const PYTHON = '/usr/bin/python3';

const installed = (file) => () => existsSync(join(HERE, file));
const runs = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** What everything here needs, and what to do if it is missing. */
export const NEEDS = [
  { there: installed('../../../dist/inference/open.js'), what: "moodbox is not built: run 'npm run build'" },
  { there: () => runs('ffmpeg', '-version'), what: "ffmpeg is missing: run 'apt-get install ffmpeg'" },
];

const inNode = (name, needed, what) => ({
  there: installed(needed),
  what,
  command: (footage) => [process.execPath, join(HERE, 'child.mjs'), name, footage],
});
const inPython = (least) => ({
  there: () => runs(PYTHON, '-c', 'import cv2'),
  what: "run 'apt-get install python3-opencv'",
  command: (footage) => [PYTHON, join(HERE, 'haar.py'), String(least), footage],
});

const OWN = ['../../../dist/bench/ours.js', "run 'npm run build'"];
const PACKAGE = (name) => [`node_modules/@vladmandic/${name}/package.json`, "run 'npm ci --ignore-scripts' in src/bench/peers"];
const NEEDED = { moodbox: OWN, paper: OWN, human: PACKAGE('human'), 'human-cached': PACKAGE('human'), 'face-api': PACKAGE('face-api') };

/** Every side by name: whether it is installed, what to do if not, and the command that speaks the protocol of child.mjs. */
export const PEERS = {
  ...Object.fromEntries(Object.keys(SIDES).map((name) => [name, inNode(name, ...NEEDED[name])])),
  'opencv-python': inPython(0),
  'opencv-python-36': inPython(36),
};
