import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWholeText } from '../../shared/write-atomic.ts';
import type { Names } from '../topics.ts';

/** Remembers, in the state folder, under which names the box was announced last: they must be taken back when one of them changes. */
export class AnnouncedNames {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Nothing where none is known, or the file cannot be read: then nothing is taken back. */
  read(): Names | undefined {
    try {
      const said: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      return isNames(said) ? said : undefined;
    } catch {
      return undefined;
    }
  }

  /** Rejects where the folder cannot be written. */
  async write({ base_topic, id, discovery_prefix, status_topic }: Names): Promise<void> {
    await writeWholeText(this.#file, [`${JSON.stringify({ base_topic, id, discovery_prefix, status_topic })}\n`]);
  }

  get #file(): string {
    return join(this.#dir, 'announced.json');
  }
}

const KEYS = ['base_topic', 'id', 'discovery_prefix', 'status_topic'] as const;
/** Whoever damages that file must not make the box clear topics of others. */
const isNames = (said: unknown): said is Names =>
  typeof said === 'object' && said !== null && KEYS.every((key) => /^[^#+\s]+$/.test(String((said as Record<string, unknown>)[key] ?? '')));
