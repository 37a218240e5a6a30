import { boolean, maxLength, maxValue, minValue, number, object, pipe, record, string } from 'valibot';
import { JsonFile, readKept } from '../../shared/json-file.ts';
import type { Log } from '../../shared/log.ts';
import type { Level } from './rooms.ts';

/** A room that nobody has set is as loud as the box. */
const USUAL: Level = { percent: 100, muted: false };
/** Rooms come under new names when somebody installs them again; the oldest are forgotten. */
const MOST = 64;

const LEVEL = object({ percent: pipe(number(), minValue(0), maxValue(100)), muted: boolean() });
const LEVELS = record(pipe(string(), maxLength(200)), LEVEL);

/** What people have set for single rooms, by the ids of snapclients. Kept in one small file. */
export class RoomLevels implements AsyncDisposable {
  readonly #kept: JsonFile<Readonly<Record<string, Level>>>;
  readonly #levels: Map<string, Level>;

  private constructor(file: string, levels: Map<string, Level>, log: Log) {
    this.#kept = new JsonFile(file, log);
    this.#levels = levels;
  }

  /** Reads what was kept. A file that cannot be read is logged and ignored. */
  static open(file: string, log: Log): RoomLevels {
    return new RoomLevels(file, new Map(Object.entries(read(file, log))), log);
  }

  of(id: string): Level {
    return this.#levels.get(id) ?? USUAL;
  }

  /** Holds at once; written soon, of many changes in a row only the last. */
  set(id: string, change: Partial<Level>): void {
    const level = { ...this.of(id), ...change };
    this.#levels.delete(id);
    if (level.percent !== USUAL.percent || level.muted) this.#levels.set(id, level);
    const [oldest] = this.#levels.keys();
    if (this.#levels.size > MOST && oldest !== undefined) this.#levels.delete(oldest);
    this.#kept.keep(Object.fromEntries(this.#levels));
  }

  /** Afterwards the last change is on disk. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kept[Symbol.asyncDispose]();
  }
}

function read(file: string, log: Log): Readonly<Record<string, Level>> {
  const kept = readKept(file, LEVELS, { log, event: 'rooms.broken' });
  return kept.ok ? kept.value : {};
}
