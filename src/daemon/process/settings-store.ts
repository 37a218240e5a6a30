import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { boolean, fallback, number, object, optional, picklist, pipe, transform } from 'valibot';
import type { Override } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import type { Moment, Percent } from '../../domain/units.ts';
import { moment, percent } from '../../domain/units.ts';
import { JsonFile, readKept } from '../../shared/json-file.ts';
import type { Log } from '../../shared/log.ts';

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

  /**
   * Reads what was kept, or takes the defaults if there is no file: `camera` says whether the camera is then on. A broken file is logged
   * and leaves the camera off.
   */
  static open(dir: string, log: Log, camera = true): SettingsStore {
    mkdirSync(dir, { recursive: true, mode: 0o750 });
    const file = join(dir, 'switches.json');
    return new SettingsStore(file, read(file, log, camera), log);
  }

  /** Writes soon. Of several calls in a row, perhaps only the newest is written. */
  keep(what: StoredSettings): void {
    this.#kept.keep(what);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kept[Symbol.asyncDispose]();
  }
}

/** The file as it is kept. A value that cannot be read is left out, or stands where it protects. */
const KEPT = pipe(
  object({
    camera: fallback(boolean(), false),
    autoplay: fallback(boolean(), true),
    override: fallback(picklist([...MOODS, 'auto']), 'auto'),
    until: fallback(optional(pipe(number(), transform(moment))), undefined),
    volume: fallback(optional(pipe(number(), transform(percent))), undefined),
  }),
  transform(({ until, volume, ...switches }) => ({
    ...switches,
    ...(until !== undefined && { until }),
    ...(volume !== undefined && { volume }),
  })),
);

/** A privacy switch that cannot be read stays where it protects: better a camera to switch on again than one that came on by itself. */
function read(file: string, log: Log, camera: boolean): StoredSettings {
  const kept = readKept(file, KEPT, { log, event: 'memory.broken' });
  return kept.ok ? kept.value : { camera: kept.why === 'missing' && camera, autoplay: true, override: 'auto' };
}
