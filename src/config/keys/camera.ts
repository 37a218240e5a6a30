import { ENGINES } from '../schema.ts';
import type { KeySection } from './key.ts';

export const CAMERA_KEYS: KeySection = {
  source: {
    doc: 'auto (the first camera), an index, /dev/video0, /dev/v4l/by-id/…, a video file, a folder of images, or an http:// or rtsp:// address',
    format: 'camera',
    default: 'auto',
  },
  sources: {
    doc: 'Several cameras instead of one, each with a name and a source: [{front: /dev/v4l/by-id/…}, {back: rtsp://…}]; the keys below apply to all of them',
    format: 'cameras',
    default: [],
  },
  fps: { doc: 'How many times a second the camera is looked at', format: 'positive', default: 10, range: [0.1, 60], unit: 'per-second' },
  idle_fps: {
    doc: 'The same while nobody is there (never more than fps)',
    format: 'positive',
    default: 3,
    range: [0.1, 60],
    unit: 'per-second',
  },
  width: {
    doc: 'Picture width to ask the camera for, in pixels; it sends the nearest size that it has',
    format: 'whole',
    default: 1280,
    range: [64, 7680],
    unit: 'px',
  },
  height: { doc: 'Picture height to ask the camera for, in pixels', format: 'whole', default: 720, range: [48, 4320], unit: 'px' },
  working_width: {
    doc: 'Large faces are searched for in a picture reduced to this width, in pixels; smaller ones in the full picture',
    format: 'whole',
    default: 320,
    range: [64, 3840],
    unit: 'px',
  },
  reach: {
    doc: 'How far away faces are searched for: normal (3 m with a 70 degree lens) or far (4 m, which uses more of the budget)',
    format: ['normal', 'far'],
    default: 'normal',
  },
  read_timeout: {
    doc: 'A camera that sends no picture for this long counts as lost',
    format: 'duration',
    default: '5s',
    range: ['100ms', '10m'],
  },
  ignore: {
    doc: 'Parts of the picture where faces and movement are ignored: left, top, width and height as shares of the picture, such as [0 0 0.3 1], with several cameras [front: 0 0 0.3 1]',
    format: 'zones',
    default: [],
  },
  ca: {
    doc: "For https: the file of the camera's own certificate, or of the authority that signed it; empty: the authorities of this machine",
    format: 'text',
    default: '',
    names: 'file',
  },
  verify: { doc: 'Check the certificate of an https camera', format: 'flag', default: true },
};

export const INFERENCE_KEYS: KeySection = {
  engine: {
    doc: 'onnx, or tensorflow (needs @tensorflow/tfjs-node, which ./scripts/tfjs-node installs)',
    format: ENGINES,
    default: 'onnx',
    fixed: true,
  },
  models: {
    doc: 'Folder with the models and their manifest.json; empty: the models that come with moodbox',
    format: 'text',
    default: '',
    names: 'file',
  },
  cascade: { doc: 'Haar cascade file; empty: the one in the models folder', format: 'text', default: '', names: 'file' },
  scale_factor: {
    doc: 'Step from one face size to the next in the search (the paper: 1.3)',
    format: 'positive',
    default: 1.3,
    range: [1.01, 2],
  },
  neighbours: { doc: 'Number of overlapping hits that make a face (the paper: 5)', format: 'whole', default: 5, range: [1, 100] },
  min_face: {
    doc: 'Smallest of the large faces, in pixels of the picture that is working_width wide',
    format: 'whole',
    default: 36,
    range: [10, 1000],
    unit: 'px',
  },
  budget: {
    doc: 'Share of one CPU core that the search for faces may use (0 to 1); near that limit, new faces are searched for less often',
    format: 'share',
    default: 0.05,
  },
};
