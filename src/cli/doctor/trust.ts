import { statSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import type { Check } from './check.ts';
import { fine, warning } from './check.ts';

/** What the configuration trusts without need: certificates that nobody checks, and music that everybody may replace. */
export const trust: Check = async (config) => {
  const [first, ...more] = [...unchecked(config), ...openLibrary(config.music)];
  if (!first) return fine('certificates are checked, and the music is yours alone');
  return warning([first.what, ...more.map(({ what }) => what)].join('; '), [first.advice, ...more.map(({ advice }) => advice)].join('; '));
};

type Doubt = { readonly what: string; readonly advice: string };

function unchecked({ camera, mqtt }: Config): readonly Doubt[] {
  const advice = (section: string): string => `set ${section}.ca to the certificate of its authority, and ${section}.verify to true`;
  return [
    ...(camera.verify ? [] : [{ what: "the camera's certificate is not checked (camera.verify: false)", advice: advice('camera') }]),
    ...(mqtt.verify ? [] : [{ what: "the broker's certificate is not checked (mqtt.verify: false)", advice: advice('mqtt') }]),
  ];
}

function openLibrary({ library }: Config['music']): readonly Doubt[] {
  if (library === '' || !isOpenToAll(library)) return [];
  return [{ what: `everybody on this machine may write to the library (${library})`, advice: `chmod o-w ${library}` }];
}

function isOpenToAll(folder: string): boolean {
  try {
    return (statSync(folder).mode & 0o002) !== 0;
  } catch {
    return false; // the check of the music says what is wrong with it
  }
}
