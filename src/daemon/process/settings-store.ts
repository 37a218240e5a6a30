import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Override } from '../../domain/emotion.ts';
import { isMood } from '../../domain/emotion.ts';
import type { Moment, Percent } from '../../domain/units.ts';
import { moment, percent } from '../../domain/units.ts';
import type { Log } from '../../shared/log.ts';
import { JsonFile } from './json-file.ts';

/** What people have set, and what survives a restart. `until` is when the override ends by itself. */
export type StoredSettings = {
  readonly camera: boolean;
  readonly autoplay: boolean;
  readonly override: Override;
  readonly until?: Moment;
  readonly volume?: Percent;
};

/** Keeps the settings that must survive a restart and a power cut in one small file of the state folder. */
export class SettingsStore implements AsyncDisposable {
  readonly remembered: StoredSettings;
  readonly #kept: JsonFile<StoredSettings>;

  private constructor(file: string, remembered: StoredSettings, log: Log) {
    this.remembered = remembered;
    this.#kept = new JsonFile(file, log);
  }

  /** Reads what was kept, or takes the defaults if there is no file. A broken file is logged and leaves the camera off. */
  static open(dir: string, log: Log): SettingsStore {
    mkdirSync(dir, { recursive: true, mode: 0o750 });
    const file = join(dir, 'switches.json');
    return new SettingsStore(file, read(file, log), log);
  }

  /** Writes soon. Of several calls in a row, perhaps only the newest is written. */
  keep(what: StoredSettings): void {
    this.#kept.keep(what);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kept[Symbol.asyncDispose]();
  }
}

/** A privacy switch that cannot be read stays where it protects: better a camera to switch on again than one that came on by itself. */
function read(file: string, log: Log): StoredSettings {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof kept === 'object' && kept !== null) return checked(kept as Record<string, unknown>);
    log.error({ file }, 'memory.broken');
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return { camera: true, autoplay: true, override: 'auto' };
    log.error({ err, file }, 'memory.broken');
  }
  return { camera: false, autoplay: true, override: 'auto' };
}

function checked({ camera, autoplay, override, until, volume }: Record<string, unknown>): StoredSettings {
  return {
    camera: camera === true,
    autoplay: autoplay !== false,
    override: isMood(override) ? override : 'auto',
    ...(typeof until === 'number' && { until: moment(until) }),
    ...(typeof volume === 'number' && { volume: percent(volume) }),
  };
}
