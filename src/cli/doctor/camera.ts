import { accessSync, constants } from 'node:fs';
import { camerasOf } from '../../config/cameras.ts';
import type { CameraConfig, CameraSource, Config } from '../../config/schema.ts';
import { shownAddress } from '../../shared/address.ts';
import { systemClock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Check, Finding, Machine } from './check.ts';
import { failing, fine, silentLog, warning } from './check.ts';

/** One camera to check: its settings with its own source, the key that names it, and the box's other cameras. */
type Target = { readonly config: CameraConfig; readonly key: string; readonly others: readonly CameraSource[] };

/** One check for each camera of the configuration: `camera`, or `camera NAME` if there are several. */
export const cameraChecks = ({ camera: config }: Pick<Config, 'camera'>): Readonly<Record<string, Check>> => {
  const cameras = camerasOf(config);
  const checks = cameras.map((camera): readonly [string, Check] => {
    const { name, source } = camera;
    const target = { config: { ...config, source }, key: name === '' ? 'camera.source' : 'camera.sources' };
    const others = cameras.filter((other) => other !== camera);
    return [name === '' ? 'camera' : `camera ${name}`, (_config, machine) => examined({ ...target, others }, machine)];
  });
  return Object.fromEntries(checks);
};

/** Checks a camera by taking one real picture. */
async function examined(target: Target, machine: Machine): Promise<Finding> {
  const { sourceOf, SourceError } = await import('../../camera/source.ts');
  const { config, key } = target;
  try {
    const source = sourceOf(config.source);
    if (source.kind === 'device') return await device(source.device, target, machine);
    const name = 'url' in source ? shownAddress(config.source) : source.path;
    if (source.kind === 'folder') return await folder(source.path, target, machine);
    const seen = await picture(config, machine);
    if (seen.size) return fine(`${seen.source ?? name}, ${seen.size}`);
    return failing(seen.why?.startsWith(name) ? seen.why : `${name} sends no picture: ${seen.why}`, `check ${key}`);
  } catch (err) {
    if (err instanceof SourceError) return failing(err.message, `set ${key}`);
    throw err;
  }
}

async function device(device: string, { config, key, others }: Target, machine: Machine): Promise<Finding> {
  const { findCamera, listCameras, othersText, ruledOut } = await import('../../camera/devices.ts');
  const found = findCamera(device, undefined, machine.root);
  const taken = await devicesOf(others, machine.root);
  const free = listCameras(machine.root).filter(({ path }) => path !== found?.path && !taken.has(path));
  const besides = free.length > 0 ? `; there is also ${free.map(({ name, path }) => `${name} (${path})`).join(', ')}` : '';
  if (!found) {
    const missing = device === 'auto' ? `no camera is connected${othersText(machine.root)}` : `there is no ${device}`;
    return failing(`${missing}${besides}`, `connect a USB camera, or set ${key}; './scripts/start --demo' works without one`);
  }
  const named = `${found.name} (${found.path})`;
  const other = taken.get(found.path);
  if (other !== undefined) return failing(`${named} is also the camera '${other}'`, `name another device in ${key}`);
  const against = device === 'auto' ? undefined : ruledOut(found, machine.root);
  if (against !== undefined) return failing(`${named} ${against}`, `change ${key}`);
  if (!mayUse(found.path)) return failing(`this user may not use ${named}`, 'sudo usermod -aG video $USER, then log in again');
  const seen = await picture(config, machine);
  if (seen.size && seen.passedOver.length > 0) return fine(`${seen.source}, ${seen.size}; passed over: ${seen.passedOver.join('; ')}`);
  if (seen.size) return fine(`${named}, ${seen.size}${besides}`);
  return warning(`${named} sends no picture: ${seen.why}${besides}`, 'moodbox itself may be using it; otherwise plug it in again');
}

/** So many pictures of a folder are looked at. */
const MOST_PICTURES = 100;

/** Looks at the first pictures of a folder, and names one of those that the camera will pass over. */
async function folder(path: string, { config, key }: Target, { signal }: Machine): Promise<Finding> {
  const { clipFrames } = await import('../../camera/clip.ts');
  const { untold } = await import('../../camera/still/told.ts');
  const bad: string[] = [];
  let [shown, size] = [0, ''];
  const passedOver = { ...untold, file: (name: string, why: string) => void bad.push(`${name} ${why}`) };
  try {
    for await (const { source } of clipFrames(path, { fps: config.fps, passedOver, signal })) {
      size ||= `${source.width} x ${source.height}`;
      shown += 1;
      if (shown === MOST_PICTURES) break;
    }
  } catch (err) {
    return failing((err as Error).message, `set ${key}`);
  }
  if (shown === 0) return failing(`the first picture in '${path}' did not come in time`, `set ${key}`);
  if (bad.length === 0) return fine(`${path}, ${size}`);
  return warning(
    `${path}, ${size}; ${bad.length} of the first ${shown + bad.length} files are passed over: ${bad[0]}`,
    'replace them, or take them away',
  );
}

/** Which of these cameras' devices are connected now: from path to camera name. */
async function devicesOf(cameras: readonly CameraSource[], root: string): Promise<ReadonlyMap<string, string>> {
  const { isDevice, sourceOf } = await import('../../camera/source.ts');
  const { findCamera } = await import('../../camera/devices.ts');
  const devices = cameras.filter(({ source }) => isDevice(source)).map(({ name, source }) => ({ name, source: sourceOf(source) }));
  const found = devices.map(({ name, source }) => ({ name, path: 'device' in source && findCamera(source.device, undefined, root)?.path }));
  return new Map(found.flatMap(({ name, path }) => (path ? [[path, name]] : [])));
}

type Seen = { readonly source?: string; readonly size?: string; readonly why?: string; readonly passedOver: readonly string[] };

/** The size of the first picture and who sent it, or why there was none in time; and which cameras were passed over for it. */
async function picture(config: CameraConfig, { root, signal }: Machine): Promise<Seen> {
  const { openCamera } = await import('../../camera/open.ts');
  const passedOver: string[] = [];
  const eyes = openCamera(config, { clock: systemClock, log: passing(passedOver), root });
  try {
    for await (const { source } of eyes.frames(signal)) {
      const size = `${source.width} x ${source.height}`;
      return { ...(eyes.state.kind === 'watching' ? { source: eyes.state.source } : {}), size, passedOver };
    }
  } catch (err) {
    if (!signal.aborted) return { why: (err as Error).message, passedOver };
  }
  return { why: eyes.state.kind === 'lost' ? eyes.state.why : 'it did not answer in time', passedOver };
}

/** A log that only collects which cameras were passed over. */
const passing = (passedOver: string[]): Log => ({
  ...silentLog,
  warn: (fields, event) => {
    if (event === 'camera.passed_over' && 'device' in fields && 'why' in fields) passedOver.push(`${fields.device}: ${fields.why}`);
  },
});

function mayUse(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
