import { accessSync, constants } from 'node:fs';
import { systemClock } from '../../shared/clock.ts';
import type { Check, Finding, Machine } from './check.ts';
import { failing, fine, quiet, warning } from './check.ts';

/** The configured camera, by one real picture of it. */
export const camera: Check = async ({ camera: config }, machine) => {
  const { sourceOf, SourceError, publicAddress } = await import('../../camera/source.ts');
  try {
    const source = sourceOf(config.source);
    if (source.kind === 'device') return await device(source.device, config, machine);
    const name = 'url' in source ? publicAddress(source.url) : source.path;
    const seen = await picture(config, machine);
    return seen.size ? fine(`${name}, ${seen.size}`) : failing(`${name} gives no picture: ${seen.why}`, 'check camera.source');
  } catch (err) {
    if (err instanceof SourceError) return failing(err.message, 'set camera.source');
    throw err;
  }
};

type CameraConfig = Parameters<Check>[0]['camera'];

async function device(wanted: string, config: CameraConfig, machine: Machine): Promise<Finding> {
  const { findCamera, listCameras } = await import('../../camera/devices.ts');
  const found = findCamera(wanted, undefined, machine.root);
  const others = listCameras(machine.root).filter(({ path }) => path !== found?.path);
  const besides = others.length > 0 ? `; there is also ${others.map(({ name, path }) => `${name} (${path})`).join(', ')}` : '';
  if (!found) {
    const missing = wanted === 'auto' ? 'no camera is connected' : `there is no ${wanted}`;
    return failing(`${missing}${besides}`, "connect a USB camera, or set camera.source; './scripts/start --demo' needs none");
  }
  if (!mayUse(found.path))
    return failing(`${found.name} (${found.path}) may not be used`, 'sudo usermod -aG video $USER, then log in again');
  const seen = await picture(config, machine);
  if (seen.size) return fine(`${found.name} (${found.path}), ${seen.size}${besides}`);
  return warning(
    `${found.name} (${found.path}) gives no picture: ${seen.why}${besides}`,
    'it may be in use by moodbox itself; else plug it in again',
  );
}

/** The size of the first picture that comes in time, or why none did. */
async function picture(config: CameraConfig, { root, signal }: Machine): Promise<{ readonly size?: string; readonly why?: string }> {
  const { openCamera } = await import('../../camera/open.ts');
  const eyes = openCamera(config, { clock: systemClock, log: quiet, root });
  try {
    for await (const { source } of eyes.frames(signal)) return { size: `${source.width} x ${source.height}` };
  } catch (err) {
    if (!signal.aborted) return { why: (err as Error).message };
  }
  return { why: eyes.state.kind === 'lost' ? eyes.state.why : 'it did not answer in time' };
}

function mayUse(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
