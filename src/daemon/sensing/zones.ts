import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { object, pipe, rawTransform, unknown } from 'valibot';
import { MOST_ZONES, zonesIn } from '../../config/zones.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { CameraZone, Zone } from '../../domain/sight.ts';
import { JsonFile, readKept } from '../../shared/json-file.ts';
import type { Log } from '../../shared/log.ts';

/** Where the zones come from: the folder for those drawn on the page, those of the configuration, and the cameras by name. */
export type ZonesParts = {
  readonly dir: string;
  readonly configured: readonly CameraZone[];
  readonly cameras: readonly string[];
  readonly log: Log;
};

/**
 * The parts of the pictures that are ignored: those of the configuration, which the page cannot change, and those drawn on the page, which
 * are kept in `zones.json` of the state folder. Both apply.
 */
export class Zones implements AsyncDisposable {
  /** The zones of the configuration. */
  readonly configured: readonly CameraZone[];
  readonly cameras: readonly string[];
  readonly #kept: JsonFile<{ readonly zones: readonly CameraZone[] }>;
  #drawn: readonly CameraZone[];
  #byCamera: ReadonlyMap<string, readonly Zone[]>;

  private constructor({ dir, configured, cameras, log }: ZonesParts, drawn: readonly CameraZone[]) {
    this.configured = configured;
    this.cameras = cameras;
    this.#kept = new JsonFile(join(dir, FILE), log);
    this.#drawn = drawn;
    this.#byCamera = this.#grouped();
  }

  /** Reads the drawn zones. A broken file is logged and counts as none. */
  static open(parts: ZonesParts): Zones {
    mkdirSync(parts.dir, { recursive: true, mode: 0o750 });
    return new Zones(parts, read(join(parts.dir, FILE), parts));
  }

  /** The zones drawn on the page. */
  get drawn(): readonly CameraZone[] {
    return this.#drawn;
  }

  /** Everything that this camera ignores. The same array until something changes. */
  of(camera: string): readonly Zone[] {
    return this.#byCamera.get(camera) ?? NONE;
  }

  /** Replaces the drawn zones, from the next picture on. The failure is for the sender. */
  draw(zones: readonly CameraZone[]): Result<void, Refusal> {
    const strange = zones.find(({ camera }) => !this.cameras.includes(camera));
    if (strange) return failed(refusal('camera_unknown', { camera: strange.camera }));
    if (zones.length + this.configured.length > MOST_ZONES) return failed(refusal('zones_full', { most: MOST_ZONES }));
    this.#drawn = zones;
    this.#byCamera = this.#grouped();
    this.#kept.keep({ zones });
    return done(undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kept[Symbol.asyncDispose]();
  }

  #grouped(): ReadonlyMap<string, readonly Zone[]> {
    const all = [...this.configured, ...this.#drawn];
    return new Map(this.cameras.map((name) => [name, all.filter(({ camera }) => camera === name)]));
  }
}

const FILE = 'zones.json';
const NONE: readonly CameraZone[] = [];

/** The zones are checked by the parser of the configuration. */
const ZONES = rawTransform<unknown, readonly CameraZone[]>(({ dataset, addIssue, NEVER }) => {
  try {
    return zonesIn(dataset.value);
  } catch (err) {
    addIssue({ message: (err as Error).message });
    return NEVER;
  }
});
const KEPT = object({ zones: pipe(unknown(), ZONES) });

function read(file: string, { cameras, log }: ZonesParts): readonly CameraZone[] {
  const kept = readKept(file, KEPT, { log, event: 'zones.broken' });
  if (!kept.ok) return NONE;
  const { zones } = kept.value;
  const strange = zones.filter(({ camera }) => !cameras.includes(camera));
  if (strange.length > 0) log.warn({ cameras: strange.map(({ camera }) => camera) }, 'zones.camera_gone');
  return zones;
}
