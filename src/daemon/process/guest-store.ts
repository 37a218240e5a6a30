import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { InferOutput } from 'valibot';
import { array, maxLength, number, object, optional, pipe, string, transform } from 'valibot';
import { oneLine } from '../../domain/one-line.ts';
import { moment } from '../../domain/units.ts';
import { JsonFile, readKept } from '../../shared/json-file.ts';
import type { Log } from '../../shared/log.ts';

const FILE = 'guests.json';
const MOST = 8;
const time = pipe(number(), transform(moment));
const line = pipe(string(), transform(oneLine));
const KEPT = object({
  guests: pipe(array(object({ name: line, title: optional(line), since: time, until: time })), maxLength(MOST)),
});

/** A guest as it is kept. `until`: when its lease ends. */
export type KeptGuest = Readonly<InferOutput<typeof KEPT>>['guests'][number];

/** Keeps who plays on the loudspeaker over a restart, in one small file of the state folder: none of them says so again. */
export class GuestStore implements AsyncDisposable {
  readonly remembered: readonly KeptGuest[];
  readonly #kept: JsonFile<{ readonly guests: readonly KeptGuest[] }>;

  private constructor(file: string, remembered: readonly KeptGuest[], log: Log) {
    this.remembered = remembered;
    this.#kept = new JsonFile(file, log);
  }

  /** Reads what was kept. Without a file, or if it is broken, nobody is there. */
  static open(dir: string, log: Log): GuestStore {
    mkdirSync(dir, { recursive: true, mode: 0o750 });
    const file = join(dir, FILE);
    const kept = readKept(file, KEPT, { log, event: 'guests.broken' });
    return new GuestStore(file, kept.ok ? kept.value.guests : [], log);
  }

  /** Writes soon. */
  keep(guests: readonly KeptGuest[]): void {
    this.#kept.keep({ guests });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kept[Symbol.asyncDispose]();
  }
}
