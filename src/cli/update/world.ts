import { existsSync } from 'node:fs';
import type { UpdatePlaces } from '../../appliance/update/places.ts';
import { updatePlaces } from '../../appliance/update/places.ts';
import type { Installer } from '../../appliance/update/port.ts';
import { raucInstaller } from '../../appliance/update/rauc.ts';
import type { Config } from '../../config/schema.ts';
import { stateDirOf } from '../../daemon/process/state-dir.ts';
import type { Ms } from '../../domain/units.ts';
import { systemClock } from '../../shared/async/clock.ts';
import type { UpdateFiles } from '../../shared/update-files.ts';
import { updateFiles } from '../../shared/update-files.ts';
import type { Io } from '../command.ts';
import { configOf } from '../command.ts';

/** What the actions of `moodbox update` work with. */
export type SystemWorld = {
  readonly io: Io;
  readonly places: UpdatePlaces;
  readonly isImage: boolean;
  readonly installer: Installer;
  /** Throws `ConfigError`. */
  readonly config: () => Config;
  /** Those through which the daemon asks. */
  readonly files: () => UpdateFiles;
};

export type UpdateOptions = {
  readonly file?: string | undefined;
  readonly json: boolean;
  readonly keep: boolean;
  readonly asked: boolean;
  readonly wellFor: Ms;
  readonly within: Ms;
};

/** An action of `moodbox update`. Resolves to whether it did what it was for. */
export type UpdateAction = (world: SystemWorld, options: UpdateOptions) => Promise<boolean>;

export function worldOf({ config: file, root }: { readonly config?: string | undefined; readonly root: string }, io: Io): SystemWorld {
  const places = updatePlaces(root);
  const config = (): Config => configOf(file, io.env);
  return {
    ...{ io, places, config },
    isImage: existsSync(places.rauc),
    installer: raucInstaller({ program: 'rauc', hookSaid: places.hookSaid, env: io.env, clock: systemClock, signal: io.signal }),
    files: () => updateFiles(stateDirOf(config().state, io.env)),
  };
}
