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
const MOST_AT_ONCE = 16;
const ADVICE = 'plug one in, or set camera.source to a file or an address';

type AutoTools = { readonly log: Log; readonly openDevice: OpenDevice; readonly root?: string; readonly taken?: ReadonlySet<string> };

/**
 * Opens the likeliest camera that is connected now. One that does not open, or opens and shows nothing, is passed over for the next one,
 * which is said once. Throws `CameraLost` if none opens.
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
        const capture = await tools.openDevice(device, config);
        return inTurn(capture, device, { turns, devices, signal, passOver });
      } catch (err) {
        if (!(err instanceof CameraLost)) throw err;
        passOver(device, err.message);
        refusals.push(err);
      }
    }
    throw summed(refusals);
  };
}

type Sweep = {
  readonly turns: Turns;
  readonly devices: readonly CameraDevice[];
  readonly signal: AbortSignal;
  readonly passOver: (device: CameraDevice, why: string) => void;
};

/** The same capture. If it shows nothing, the device is passed over, and another one that was not tried yet takes its place. */
function inTurn(capture: Capture, device: CameraDevice, { turns, devices, signal, passOver }: Sweep): Capture {
  let showedNothing = false;
  const nothing = (): void => {
    showedNothing = !signal.aborted;
    if (showedNothing) passOver(device, 'it opened and gave no picture');
    else turns.clears(device);
  };
  const another = (): boolean => showedNothing && turns.leaves(devices);
  return { ...observed(capture, { shown: () => turns.shows(device), nothing }), another };
}

const nameOf = ({ name, path }: CameraDevice): string => `${name} (${path})`;

function summed(refusals: readonly CameraLost[]): CameraLost {
  const [first, ...others] = refusals;
  if (first && others.length === 0) return first;
  return new CameraLost(`no camera can be opened: ${refusals.map(({ message }) => message).join('; ')}`, { cause: first });
}
