import { object, record, string } from 'valibot';
import { JsonFile, readKept } from '../shared/json-file.ts';
import type { Log } from '../shared/log.ts';
import type { QueueItem } from './wire.ts';

const KEPT = object({ items: record(string(), string()) });

/**
 * Which entries of the queue are ours: their ids, and the song that each is to us. The server may call a song by another address than the
 * one it was asked for. Kept over a restart, or a box that was killed would take its own music for somebody else's.
 */
export class OwnItems implements AsyncDisposable {
  readonly #file: JsonFile<{ readonly items: Readonly<Record<string, string>> }>;
  #songs: ReadonlyMap<string, string>;

  constructor(file: string, log: Log) {
    this.#file = new JsonFile(file, log);
    const kept = readKept(file, KEPT, { log, event: 'memory.broken' });
    this.#songs = new Map(kept.ok ? Object.entries(kept.value.items) : []);
  }

  /** What is in the queue now was put there by us, as these songs, in their order unless the server has shuffled them. */
  fill(items: readonly QueueItem[], songs: readonly string[], isShuffled: boolean): void {
    const inOrder = !isShuffled && items.length === songs.length;
    const songOf = ({ media_item, queue_item_id }: QueueItem, index: number): string => {
      if (media_item && songs.includes(media_item.uri)) return media_item.uri;
      return (inOrder ? songs[index] : undefined) ?? media_item?.uri ?? queue_item_id;
    };
    this.#songs = new Map(items.map((item, index) => [item.queue_item_id, songOf(item, index)]));
    this.#file.keep({ items: Object.fromEntries(this.#songs) });
  }

  /** The song that an entry is to us; undefined if it is somebody else's. */
  songOf(item: QueueItem | null | undefined): string | undefined {
    return item ? this.#songs.get(item.queue_item_id) : undefined;
  }

  /** The songs from that entry on. */
  from(item: QueueItem): readonly string[] {
    const ids = [...this.#songs.keys()];
    return ids.slice(Math.max(0, ids.indexOf(item.queue_item_id))).flatMap((id) => this.#songs.get(id) ?? []);
  }

  /** Whether it is the last of our entries. */
  isLast = (id: string): boolean => [...this.#songs.keys()].at(-1) === id;

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }
}
