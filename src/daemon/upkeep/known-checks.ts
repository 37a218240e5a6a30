import { basename } from 'node:path';
import { assertNever } from '../../domain/assert-never.ts';
import type { BoxCheck } from '../../domain/checks.ts';
import type { CameraState, Report } from '../../domain/report.ts';
import { withoutSecrets } from '../../shared/secrets.ts';

/** What the running daemon knows better than a check from outside: its cameras, its eyes, and its connection to the broker. */
export function knownChecks({ broker, camera, cameras }: Report, eyes: 'turning' | 'stuck'): readonly BoxCheck[] {
  const each = cameras ?? [{ name: '', state: camera }];
  return [
    ...each.map(({ name, state }) => cameraCheck(name === '' ? 'camera' : `camera ${name}`, state)),
    eyes === 'turning'
      ? { name: 'model', status: 'ok', finding: 'the network is loaded and looks at the room' }
      : { name: 'model', status: 'fail', finding: 'nothing has been looked at for a minute', advice: 'restart the box' },
    broker.kind === 'connected'
      ? { name: 'broker', status: 'ok', finding: `connected to ${withoutSecrets(broker.url)}` }
      : {
          name: 'broker',
          status: 'fail',
          finding: brokerTrouble(broker),
          advice: 'check the mqtt section, and whether the broker is running',
        },
  ];
}

const brokerTrouble = (broker: Exclude<Report['broker'], { kind: 'connected' }>): string =>
  broker.kind === 'lost' ? `not connected: ${withoutSecrets(broker.why)}` : `still connecting to ${withoutSecrets(broker.url)}`;

function cameraCheck(name: string, state: CameraState): BoxCheck {
  switch (state.kind) {
    case 'watching':
      return { name, status: 'ok', finding: `${placeOf(state.source)}, ${state.width} x ${state.height}` };
    case 'off':
      return { name, status: 'ok', finding: 'switched off' };
    case 'opening':
      return { name, status: 'warn', finding: 'still opening', advice: 'check again in a moment' };
    case 'lost':
      return { name, status: 'fail', finding: withoutSecrets(state.why), advice: 'look at its cable, its power, and camera.source' };
    default:
      return assertNever(state);
  }
}

const placeOf = (source: string): string => (/^\/(?!dev\/)/.test(source) ? basename(source) : withoutSecrets(source));

/** Absolute paths, but for devices, become the name at their end: what is where on the machine is for the owner alone. */
export const withoutPaths = (text: string): string =>
  text.replace(/(?<![\w:/.~])(?:~)?\/(?!dev\/|\/)[^\s'",;:()]*[^\s'",;:().]/g, (path) => basename(path));
