import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWholeText } from '../../shared/write-atomic.ts';
import type { Names } from '../topics.ts';

/** The names that were announced, and whether the device was announced where this release announces it. */
export type Announced = Names & { readonly isMoved: boolean };

/**
 * Remembers, in the state folder, the names under which the box was last announced: when one of them changes, the old ones are cleaned up.
 */
export class AnnouncedNames {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Nothing if none is known or the file cannot be read: then nothing is cleaned up. */
  read(): Announced | undefined {
    try {
      const names: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      return isNames(names)
        ? { ...names, isMoved: (names as Partial<Record<string, unknown>>).object_id === objectIdOf(names) }
        : undefined;
    } catch {
      return undefined;
    }
  }

  /** Rejects if the folder cannot be written to. */
  async write({ base_topic, id, discovery_prefix, status_topic }: Names): Promise<void> {
    const names = { base_topic, id, discovery_prefix, status_topic };
    await writeWholeText(this.#file, [`${JSON.stringify({ ...names, object_id: objectIdOf(names) })}\n`]);
  }

  get #file(): string {
    return join(this.#dir, 'announced.json');
  }
}

const objectIdOf = ({ id }: Names): string => `moodbox_${id}`;

const KEYS = ['base_topic', 'id', 'discovery_prefix', 'status_topic'] as const;
/** A damaged file must not make the box clear the topics of others. */
const isNames = (value: unknown): value is Names =>
  typeof value === 'object' &&
  value !== null &&
  KEYS.every((key) => /^[^#+\s]+$/.test(String((value as Record<string, unknown>)[key] ?? '')));
