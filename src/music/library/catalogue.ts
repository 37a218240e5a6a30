import { EventEmitter } from 'node:events';
import { join, resolve } from 'node:path';
import type { Mood } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { until } from '../../shared/async/linked-abort.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import type { Log } from '../../shared/log.ts';
import type { Mapping } from '../choose/mapping.ts';
import { fileIndex } from './file-index.ts';
import type { MoodMatcher } from './mood-matching.ts';
import { moodMatcher } from './mood-matching.ts';
import type { ListedStream, Playlist } from './playlists.ts';
import { moodsOf, readPlaylists } from './playlists.ts';
import type { Unreadable } from './remarks.ts';
import { leftOutRemarks, playlistRemarks, Remarks, unreadableRemarks } from './remarks.ts';
import type { LeftOut, LibraryFile } from './scan.ts';
import { scan } from './scan.ts';
import type { TagRecord } from './tag-cache.ts';
import { loadTags, saveTags } from './tag-cache.ts';
import type { ReadTags, Tags } from './tag-port.ts';
import type { Look, TagCount } from './tag-reader.ts';
import { readFiles } from './tag-reader.ts';

/** How old the list may be before it is scanned again, and how long a known file is assumed to be unchanged. */
const RESCAN_AFTER = ms(5 * 60_000);
const TRUSTED_FOR = ms(60 * 60_000);
const REPORT_EVERY = 100;
const SAVE_EVERY = 5000;
const CLOSE_LIMIT = ms(1000);

export type CatalogueParts = {
  readonly folder: string;
  readonly mapping: Mapping;
  readonly stateDir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Reads one file's tags. */
  readonly read: ReadTags;
  /** Called once, after the last file has been read. */
  readonly closeReader?: () => Promise<void>;
};

/** `unreadable`: why the last look could not read the file. Such a file is looked at again at each scan. */
type Sound = {
  readonly folder: string;
  readonly moods: readonly Mood[];
  readonly read?: TagRecord;
  readonly checked?: Instant;
  readonly unreadable?: string;
};
type Walked = { readonly playlists: readonly LibraryFile[]; readonly leftOut: readonly LeftOut[] };
type ScanStage = 'walking' | 'reading' | 'done';

/**
 * What the library holds for each mood. It is scanned in the background: names first, then playlists, then the tags of new and changed
 * files. What is already known can be used meanwhile. Only one scan runs at a time, so a network share that hangs blocks one scan, not
 * more and more of them.
 */
export class Catalogue implements AsyncDisposable {
  readonly #parts: CatalogueParts;
  readonly #moods: MoodMatcher;
  readonly #changes = new EventEmitter<{ change: [] }>().setMaxListeners(0);
  readonly #closing = new AbortController();
  readonly #remarks: Remarks;
  #sounds = new Map<string, Sound>();
  #playlists: readonly Playlist[] = [];
  #stage: ScanStage = 'done';
  #began: Instant | undefined;
  #scan: Promise<void> = Promise.resolve();

  constructor(parts: CatalogueParts) {
    this.#parts = parts;
    this.#moods = moodMatcher(parts.mapping);
    this.#remarks = new Remarks(parts.log);
  }

  /** Starts a scan if the last one is over and began at least five minutes ago. Returns at once. */
  refresh(): void {
    const { clock } = this.#parts;
    const due = this.#began === undefined || elapsed(this.#began, clock.now()) >= RESCAN_AFTER;
    if (!due || this.#stage !== 'done' || this.#closing.signal.aborted) return;
    this.#began = clock.now();
    this.#stage = 'walking';
    this.#scan = this.#runScan(this.#closing.signal);
  }

  /** When the current scan, or else the last one, began. */
  get began(): Instant | undefined {
    return this.#began;
  }

  /** Settles when all names are known and `isEnough` holds, or when the scan is over. Rejects with the signal's reason. */
  async ready(isEnough: () => boolean, signal: AbortSignal): Promise<void> {
    const enough = (): true | undefined => this.#stage === 'done' || (this.#stage === 'reading' && isEnough()) || undefined;
    await until(this.#changes, enough, signal);
  }

  /** The music known for a mood at this moment: paths of files and addresses of streams, each once. */
  idsOf(mood: Mood): readonly string[] {
    const lists = this.#playlists.filter(({ moods }) => moods.includes(mood));
    const listed = lists.flatMap(({ paths, streams }) => [...paths.filter((path) => this.#sounds.has(path)), ...streams.keys()]);
    const own = [...this.#sounds].filter(([, { moods }]) => moods.includes(mood)).map(([path]) => path);
    return [...new Set([...own, ...listed])];
  }

  /** Whether a scan is under way, so that more may be found. */
  get isScanning(): boolean {
    return this.#stage !== 'done';
  }

  /** How many different pieces of music are known for any mood. */
  get size(): number {
    return new Set(MOODS.flatMap((mood) => this.idsOf(mood))).size;
  }

  /** The tags of a file, if they have been read and it has any. */
  tagsOf(path: string): Tags | undefined {
    return this.#sounds.get(path)?.read?.tags;
  }

  /** Whether there is reason to doubt that a file can be played: it could not be read, or it holds no sound that is known here. */
  isDoubtful(path: string): boolean {
    const sound = this.#sounds.get(path);
    return sound !== undefined && (sound.unreadable !== undefined || isBroken(sound));
  }

  /** What a playlist says of a stream; undefined if the id is not a stream. */
  streamOf(id: string): ListedStream | undefined {
    return this.#playlists.flatMap(({ streams }) => streams.get(id) ?? [])[0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await withTimeout(CLOSE_LIMIT, this.#scan, this.#parts.clock);
    await this.#parts.closeReader?.();
  }

  async #runScan(signal: AbortSignal): Promise<void> {
    const { clock, folder, log } = this.#parts;
    const began = clock.now();
    try {
      const kept = this.#sounds.size === 0 ? await loadTags(this.#cache, resolve(folder), log) : new Map<string, TagRecord>();
      const { playlists, leftOut } = await this.#walk(kept, signal);
      this.#playlists = await this.#read(playlists);
      this.#enter('reading');
      const { read } = await this.#readAll(signal);
      if (read > 0) await this.#save();
      const counts = { files: this.#sounds.size, playlists: playlists.length, read, ...this.#trouble(), ms: elapsed(began, clock.now()) };
      log.info({ library: folder, ...counts }, 'library.scanned');
      const remarks = [...leftOutRemarks(folder, leftOut), ...unreadableRemarks(folder, this.#unreadable())];
      this.#remarks.tell([...remarks, ...this.#playlists.flatMap(playlistRemarks)]);
    } catch (err) {
      if (!signal.aborted) log.error({ err, library: folder }, 'library.scan_failed');
    } finally {
      this.#enter('done');
    }
  }

  #enter(stage: ScanStage): void {
    this.#stage = stage;
    this.#changes.emit('change');
  }

  async #read(playlists: readonly LibraryFile[]): Promise<readonly Playlist[]> {
    if (playlists.length === 0) return [];
    return readPlaylists(playlists, await fileIndex(resolve(this.#parts.folder), this.#sounds.keys()), this.#moods);
  }

  /** Lists all files: adds new ones as they are found, and removes those that have vanished at the end. */
  async #walk(kept: ReadonlyMap<string, TagRecord>, signal: AbortSignal): Promise<Walked> {
    const there = new Set<string>();
    const playlists: LibraryFile[] = [];
    const leftOut: LeftOut[] = [];
    for await (const found of scan(this.#parts.folder, this.#parts.log, (playlist) => moodsOf(playlist, this.#moods).length > 0)) {
      signal.throwIfAborted();
      if (found.kind === 'playlist') playlists.push(found);
      else if (found.kind === 'left-out') leftOut.push(found);
      else {
        there.add(found.path);
        if (!this.#sounds.has(found.path)) this.#sounds.set(found.path, this.#soundOf(found.folder, kept.get(found.path)));
      }
    }
    for (const path of this.#sounds.keys()) if (!there.has(path)) this.#sounds.delete(path);
    return { playlists, leftOut };
  }

  /** The folder's name decides the mood; if it names none, the tags do. */
  #soundOf(folder: string, read: TagRecord | undefined, checked?: Instant): Sound {
    const byName = this.#moods.byName(folder);
    const moods = byName.length > 0 || !read?.tags ? byName : this.#moods.byTags(read.tags);
    return { folder, moods, ...(read && { read }), ...(checked !== undefined && { checked }) };
  }

  #lookedAt({ folder, read }: Sound, found: Look): Sound {
    if (found.kind === 'known') return this.#soundOf(folder, found.record, this.#parts.clock.now());
    return { ...this.#soundOf(folder, read), unreadable: found.why };
  }

  /** How many files of the whole library hold no sound, how many could not be read, and how many lines of playlists match nothing. */
  #trouble(): Readonly<Record<'broken' | 'unreadable' | 'unmatched', number>> {
    const broken = [...this.#sounds.values()].filter(isBroken).length;
    const unmatched = this.#playlists.reduce((sum, playlist) => sum + playlist.unmatched, 0);
    return { broken, unreadable: this.#unreadable()?.count ?? 0, unmatched };
  }

  #unreadable(): Unreadable | undefined {
    const found = [...this.#sounds].flatMap(([first, { unreadable }]) => (unreadable === undefined ? [] : [{ first, why: unreadable }]));
    return found[0] && { ...found[0], count: found.length };
  }

  /**
   * The files whose tags are unread or old enough to have changed, and those that hold no sound, which may have been half copied; those
   * that only their tags can give a mood come first.
   */
  #due(): readonly string[] {
    const now = this.#parts.clock.now();
    const isDue = (sound: Sound): boolean => sound.checked === undefined || elapsed(sound.checked, now) >= TRUSTED_FOR || isBroken(sound);
    const due = [...this.#sounds].filter(([, sound]) => isDue(sound));
    const needTags = due.filter(([, { folder }]) => this.#moods.byName(folder).length === 0);
    return [...new Set([...needTags, ...due].map(([path]) => path))];
  }

  async #readAll(signal: AbortSignal): Promise<TagCount> {
    const { clock, read } = this.#parts;
    const knownOf = (path: string): TagRecord | undefined => this.#sounds.get(path)?.read;
    let count: TagCount = { seen: 0, read: 0, unreadable: 0 };
    await readFiles(this.#due(), { knownOf, read, clock, signal }, async (path, found, now) => {
      count = now;
      const sound = this.#sounds.get(path);
      if (sound) this.#sounds.set(path, this.#lookedAt(sound, found));
      if (now.seen % REPORT_EVERY === 0) this.#enter('reading');
      if (now.seen % SAVE_EVERY === 0 && now.read > 0) await this.#save();
    });
    return count;
  }

  get #cache(): string {
    return join(this.#parts.stateDir, 'library-tags.ndjson');
  }

  async #save(): Promise<void> {
    const read = [...this.#sounds].flatMap(([path, sound]) => (sound.read ? [[path, sound.read] as const] : []));
    await saveTags(this.#cache, resolve(this.#parts.folder), new Map(read), this.#parts.log);
  }
}

/** It was read, and it holds no sound that is known here. */
const isBroken = ({ read }: Sound): boolean => read !== undefined && !read.tags;
