import { EventEmitter } from 'node:events';
import { join, resolve } from 'node:path';
import type { Mood } from '../../domain/emotion.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { until } from '../../shared/async/linked-abort.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import type { Log } from '../../shared/log.ts';
import type { Mapping } from '../choose/mapping.ts';
import type { MoodShelves } from './mood-matching.ts';
import { shelvesOf } from './mood-matching.ts';
import type { Playlist } from './playlists.ts';
import { readPlaylists } from './playlists.ts';
import type { LibraryFile } from './scan.ts';
import { scan } from './scan.ts';
import type { Read } from './tag-cache.ts';
import { keepTags, keptTags } from './tag-cache.ts';
import type { TagCount } from './tag-reader.ts';
import { readFiles } from './tag-reader.ts';
import type { Tags } from './tags.ts';
import { readTags } from './tags.ts';

/** How old the list may be when it is asked for, and for how long a known file is trusted to be as it was. */
const RESCAN_AFTER = ms(5 * 60_000);
const TRUSTED = ms(60 * 60_000);
const TELL_EVERY = 100;
const KEEP_EVERY = 5000;
const CLOSING = ms(1000);

export type CatalogueParts = {
  readonly folder: string;
  readonly mapping: Mapping;
  readonly stateDir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Reads one file's tags; `readTags` unless told otherwise. */
  readonly read?: typeof readTags;
};

type Sound = { readonly folder: string; readonly moods: readonly Mood[]; readonly read?: Read; readonly checked?: Instant };
type Stage = 'walking' | 'reading' | 'done';

/**
 * What the library holds for each mood. Looked through in the background: names first, then playlists, then the tags of what is new
 * or changed; what is known already can be used meanwhile. One look at a time, so that a share that hangs holds one, and not ever more.
 */
export class Catalogue implements AsyncDisposable {
  readonly #parts: CatalogueParts;
  readonly #shelves: MoodShelves;
  readonly #changes = new EventEmitter<{ change: [] }>().setMaxListeners(0);
  readonly #closing = new AbortController();
  #sounds = new Map<string, Sound>();
  #playlists: readonly Playlist[] = [];
  #stage: Stage = 'done';
  #began: Instant | undefined;
  #look: Promise<void> = Promise.resolve();

  constructor(parts: CatalogueParts) {
    this.#parts = parts;
    this.#shelves = shelvesOf(parts.mapping);
  }

  /** Begins to look where the last look is older than five minutes and over. Returns at once. */
  refresh(): void {
    const { clock } = this.#parts;
    const due = this.#began === undefined || elapsed(this.#began, clock.now()) >= RESCAN_AFTER;
    if (!due || this.#stage !== 'done' || this.#closing.signal.aborted) return;
    this.#began = clock.now();
    this.#stage = 'walking';
    this.#look = this.#lookThrough(this.#closing.signal);
  }

  /** When the present look began. */
  get began(): Instant | undefined {
    return this.#began;
  }

  /** Settles once all names are known and there is something that `isEnough`, or all is known. Rejects with the signal's reason. */
  async ready(isEnough: () => boolean, signal: AbortSignal): Promise<void> {
    const enough = (): true | undefined => this.#stage === 'done' || (this.#stage === 'reading' && isEnough()) || undefined;
    await until(this.#changes, enough, signal);
  }

  /** What there is for a mood at this moment: paths and addresses of streams, each once. */
  idsOf(mood: Mood): readonly string[] {
    const lists = this.#playlists.filter(({ moods }) => moods.includes(mood));
    const listed = lists.flatMap(({ paths, streams }) => [...paths.filter((path) => this.#sounds.has(path)), ...streams.keys()]);
    const own = [...this.#sounds].filter(([, { moods }]) => moods.includes(mood)).map(([path]) => path);
    return [...new Set([...own, ...listed])];
  }

  /** The tags of a file, where they are known and it has some. */
  tagsOf(path: string): Tags | undefined {
    return this.#sounds.get(path)?.read?.tags;
  }

  /** The title of a stream of a playlist; nothing for what is none. */
  streamOf(id: string): { readonly title: string; readonly url: string } | undefined {
    return this.#playlists.flatMap(({ streams }) => streams.get(id) ?? [])[0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await withTimeout(CLOSING, this.#look, this.#parts.clock);
  }

  async #lookThrough(signal: AbortSignal): Promise<void> {
    const { clock, folder, log } = this.#parts;
    const began = clock.now();
    try {
      const kept = this.#sounds.size === 0 ? await keptTags(this.#cache, resolve(folder), log) : new Map<string, Read>();
      const playlists = await this.#walk(kept, signal);
      this.#playlists = await readPlaylists(playlists, (path) => this.#sounds.has(path), this.#shelves);
      this.#tell('reading');
      const { read, broken } = await this.#readAll(signal);
      if (read > 0) await this.#keep();
      const found = { files: this.#sounds.size, playlists: playlists.length, read, broken, ms: elapsed(began, clock.now()) };
      log.info({ library: folder, ...found }, 'library.scanned');
    } catch (err) {
      if (!signal.aborted) log.error({ err, library: folder }, 'library.scan_failed');
    } finally {
      this.#tell('done');
    }
  }

  #tell(stage: Stage): void {
    this.#stage = stage;
    this.#changes.emit('change');
  }

  /** All names: what is new comes in as it is found, what has vanished goes at the end. */
  async #walk(kept: ReadonlyMap<string, Read>, signal: AbortSignal): Promise<readonly LibraryFile[]> {
    const there = new Set<string>();
    const playlists: LibraryFile[] = [];
    for await (const file of scan(this.#parts.folder, this.#parts.log)) {
      signal.throwIfAborted();
      if (file.kind === 'playlist') playlists.push(file);
      else there.add(file.path);
      if (file.kind === 'sound' && !this.#sounds.has(file.path))
        this.#sounds.set(file.path, this.#shelve(file.folder, kept.get(file.path)));
    }
    for (const path of this.#sounds.keys()) if (!there.has(path)) this.#sounds.delete(path);
    return playlists;
  }

  /** The folder's name wins; where it names no mood, the tags decide. */
  #shelve(folder: string, read: Read | undefined, checked?: Instant): Sound {
    const byName = this.#shelves.ofName(folder);
    const moods = byName.length > 0 || !read?.tags ? byName : this.#shelves.ofTags(read.tags);
    return { folder, moods, ...(read && { read }), ...(checked !== undefined && { checked }) };
  }

  /** What is new, or old enough to have changed; first what has no mood but by its tags. */
  #due(): readonly string[] {
    const now = this.#parts.clock.now();
    const due = [...this.#sounds].filter(([, { checked }]) => checked === undefined || elapsed(checked, now) >= TRUSTED);
    const homeless = due.filter(([, { folder }]) => this.#shelves.ofName(folder).length === 0);
    return [...new Set([...homeless, ...due].map(([path]) => path))];
  }

  async #readAll(signal: AbortSignal): Promise<TagCount> {
    const { clock, read = readTags } = this.#parts;
    const knownOf = (path: string): Read | undefined => this.#sounds.get(path)?.read;
    let count: TagCount = { seen: 0, read: 0, broken: 0 };
    await readFiles(this.#due(), { knownOf, read, clock, signal }, async (path, found, now) => {
      count = now;
      const sound = this.#sounds.get(path);
      if (sound) this.#sounds.set(path, this.#shelve(sound.folder, found, clock.now()));
      if (now.seen % TELL_EVERY === 0) this.#tell('reading');
      if (now.seen % KEEP_EVERY === 0 && now.read > 0) await this.#keep();
    });
    return count;
  }

  get #cache(): string {
    return join(this.#parts.stateDir, 'library-tags.ndjson');
  }

  async #keep(): Promise<void> {
    const read = [...this.#sounds].flatMap(([path, sound]) => (sound.read ? [[path, sound.read] as const] : []));
    await keepTags(this.#cache, resolve(this.#parts.folder), new Map(read), this.#parts.log);
  }
}
