import { accessSync, constants, existsSync, readlinkSync, realpathSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { distrusted } from '../../../config/trust.ts';
import { VERSION } from './release.ts';

const PROGRAM = 'yt-dlp';

/** Where the service keeps its copies: beside the state folder, so that the daemon can run them and not replace them. */
export const SERVICE_COPIES = '/var/lib/moodbox-ytdlp';

/**
 * The folder of moodbox's own copies of yt-dlp. Beside the state folder if there is one (`/var/lib/moodbox-ytdlp`, which belongs to the
 * user that updates them); else, as in a checkout, in the state folder.
 */
export function copiesIn(stateDir: string): string {
  const apart = `${stateDir.replace(/\/+$/, '')}-ytdlp`;
  return existsSync(apart) ? apart : requestsIn(stateDir);
}

/** The folder in which the daemon asks for an update. */
export const requestsIn = (stateDir: string): string => join(stateDir, 'ytdlp');

/**
 * The program that `music.ytdlp` means. `auto` is the copy that update-ytdlp maintains, or the one in the PATH if there is none or updates
 * are off.
 */
export function whichYtDlp(music: { readonly ytdlp: string; readonly ytdlp_updates: string }, stateDir: string): string {
  if (music.ytdlp !== 'auto') return music.ytdlp;
  return (music.ytdlp_updates === 'off' ? undefined : ownCopy(copiesIn(stateDir))) ?? PROGRAM;
}

/** The program of the copy in use; undefined if there is none that can be executed. */
function ownCopy(folder: string): string | undefined {
  try {
    const program = realpathSync(join(folder, 'current', PROGRAM));
    accessSync(program, constants.X_OK);
    // As root we do not run what the service's user could have replaced.
    return process.getuid?.() === 0 && distrusted(program) !== undefined ? undefined : program;
  } catch {
    return undefined;
  }
}

/**
 * moodbox's own copies of yt-dlp, one folder for each release. The link `current` names the one in use, and `previous` the one before.
 * Only the holder of the lock may change anything. Readers see either the old or the new copy at any moment.
 */
export class Copies {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The release in use, if any. */
  get current(): string | undefined {
    return this.#linked('current');
  }

  get previous(): string | undefined {
    return this.#linked('previous');
  }

  /** A new folder to download into. */
  async draft(): Promise<string> {
    const draft = await mkdtemp(join(this.folder, 'draft-'));
    await chmod(draft, 0o755); // Whoever runs it may not be who updates it.
    return draft;
  }

  programIn = (draft: string): string => join(draft, PROGRAM);

  /** Puts a finished draft into use, and keeps the copy before it. */
  async adopt(draft: string, version: string): Promise<void> {
    const { current } = this;
    await rm(join(this.folder, version), { recursive: true, force: true });
    await rename(draft, join(this.folder, version));
    await this.#sync();
    if (current !== undefined && current !== version) await this.#link('previous', current);
    await this.#link('current', version);
    await this.#sync();
  }

  /**
   * Swaps the copy in use with the one before. Without one before, Debian's yt-dlp comes into use. Returns false if there is nothing to
   * swap.
   */
  async exchange(): Promise<boolean> {
    const { current, previous } = this;
    if ((current ?? previous) === undefined || current === previous) return false;
    await this.#link('current', previous);
    await this.#link('previous', current);
    await this.#sync();
    return true;
  }

  /** Removes what a killed update has left behind, and copies older than the previous one. */
  async sweep(): Promise<void> {
    const kept = new Set([this.current, this.previous]);
    const stale = (name: string): boolean => /^(draft-|link-)/.test(name) || (VERSION.test(name) && !kept.has(name));
    for (const name of (await readdir(this.folder)).filter(stale)) await rm(join(this.folder, name), { recursive: true, force: true });
  }

  /** Creates the folder if it is missing. */
  async open(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o750 });
  }

  #linked(name: 'current' | 'previous'): string | undefined {
    try {
      const version = readlinkSync(join(this.folder, name));
      accessSync(join(this.folder, version, PROGRAM), constants.X_OK);
      return VERSION.test(version) ? version : undefined;
    } catch {
      return undefined;
    }
  }

  /** Renames the new link over the old one, so that a link is never missing in between. */
  async #link(name: 'current' | 'previous', version: string | undefined): Promise<void> {
    const link = join(this.folder, name);
    if (version === undefined) return rm(link, { force: true });
    const fresh = join(this.folder, `link-${process.pid}`);
    await rm(fresh, { force: true });
    await symlink(version, fresh);
    await rename(fresh, link);
  }

  /** Makes changes durable: after a power cut the folder is as before or as after them, not in between. */
  async #sync(): Promise<void> {
    await using folder = await open(this.folder, 'r');
    await folder.sync();
  }
}
