import { readFileSync } from 'node:fs';
import { boolean, maxLength, maxValue, minValue, number, object, pipe, record, string } from 'valibot';
import { fitting } from '../../shared/json.ts';
import type { Log } from '../../shared/log.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';
import type { Level } from './rooms.ts';

/** A room that nobody has set is as loud as the box. */
const USUAL: Level = { percent: 100, muted: false };
/** Rooms come under new names when somebody installs them again; the oldest are forgotten. */
const MOST = 64;
const LARGEST = 100_000;

const LEVEL = object({ percent: pipe(number(), minValue(0), maxValue(100)), muted: boolean() });
const LEVELS = record(pipe(string(), maxLength(200)), LEVEL);

/** What people have set for single rooms, by the ids of snapclients. Kept in one small file. */
export class RoomLevels implements AsyncDisposable {
  readonly #file: string;
  readonly #log: Log;
  readonly #levels: Map<string, Level>;
  #isDue = false;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, levels: Map<string, Level>, log: Log) {
    this.#file = file;
    this.#levels = levels;
    this.#log = log;
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
    if (this.#isDue) return;
    this.#isDue = true;
    this.#writing = this.#writing.then(() => this.#write());
  }

  /** Afterwards the last change is on disk. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    this.#isDue = false;
    try {
      await writeWholeText(this.#file, [`${JSON.stringify(Object.fromEntries(this.#levels))}\n`]);
    } catch (err) {
      this.#log.error({ err, file: this.#file }, 'rooms.unwritable');
    }
  }
}

function read(file: string, log: Log): Readonly<Record<string, Level>> {
  try {
    const text = readFileSync(file, 'utf8');
    const kept = text.length <= LARGEST ? fitting(LEVELS, JSON.parse(text)) : undefined;
    if (kept) return kept;
    log.warn({ file }, 'rooms.broken');
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ENOENT') log.warn({ err, file }, 'rooms.broken');
  }
  return {};
}
