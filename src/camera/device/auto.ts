import type { CameraConfig } from '../../config/schema.ts';
import type { Log } from '../../shared/log.ts';
import type { Capture } from '../capture.ts';
import { observed } from '../capture.ts';
import type { CameraDevice } from '../devices.ts';
import { listCameras, othersText } from '../devices.ts';
import { CameraLost } from '../errors.ts';
import type { OpenDevice } from '../v4l2.ts';
import { Turns } from './turns.ts';

/** A board may have dozens of nodes that fail; the others have their turn at the next opening. */
const MOST_AT_ONCE = 4;
const ADVICE = 'plug one in, or set camera.source to a file or an address';

type AutoTools = { readonly log: Log; readonly openDevice: OpenDevice; readonly root?: string; readonly taken?: ReadonlySet<string> };

/**
 * Opens the likeliest camera that is connected now. One that does not open is passed over for the next one, and so is, at the next opening,
 * one that opened and showed nothing; both are said once. Throws `CameraLost` if none opens.
 */
export function autoOpener(config: CameraConfig, tools: AutoTools): (signal: AbortSignal) => Promise<Capture> {
  const turns = new Turns();
  return async (signal) => {
    const devices = turns.order(listCameras(tools.root).filter(({ path }) => !tools.taken?.has(path)));
    if (devices.length === 0) throw new CameraLost(`no camera is connected${othersText(tools.root)}: ${ADVICE}`);
    const passOver = (device: CameraDevice, why: string): void => {
      if (devices.length > 1 && turns.isNews(device, why)) tools.log.warn({ device: nameOf(device), why }, 'camera.passed_over');
    };
    const refusals: CameraLost[] = [];
    for (const device of devices.slice(0, MOST_AT_ONCE)) {
      turns.tries(device);
      try {
        return observed(await tools.openDevice(device, config), {
          shown: () => turns.shows(device),
          nothing: () => (signal.aborted ? turns.clears(device) : passOver(device, 'it opened and gave no picture')),
        });
      } catch (err) {
        if (!(err instanceof CameraLost)) throw err;
        passOver(device, err.message);
        refusals.push(err);
      }
    }
    throw summed(refusals);
  };
}

const nameOf = ({ name, path }: CameraDevice): string => `${name} (${path})`;

function summed(refusals: readonly CameraLost[]): CameraLost {
  const [first, ...others] = refusals;
  if (first && others.length === 0) return first;
  return new CameraLost(`no camera can be opened: ${refusals.map(({ message }) => message).join('; ')}`, { cause: first });
}
