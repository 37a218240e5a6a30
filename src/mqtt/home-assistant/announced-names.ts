import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exactOptional, object, pipe, regex, string } from 'valibot';
import { jsonFitting } from '../../shared/json.ts';
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
      const known = jsonFitting(NAMES, readFileSync(this.#file, 'utf8'));
      return known && { ...known, isMoved: known.object_id === objectIdOf(known) };
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

/** A part of a topic. A damaged file must not make the box clear the topics of others. */
const name = pipe(string(), regex(/^[^#+\s]+$/));
/** Earlier releases wrote no `object_id`. */
const NAMES = object({ base_topic: name, id: name, discovery_prefix: name, status_topic: name, object_id: exactOptional(string()) });

const objectIdOf = ({ id }: Pick<Names, 'id'>): string => `moodbox_${id}`;
