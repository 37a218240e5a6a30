import { accessSync, constants, readlinkSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { VERSION } from './release.ts';

const PROGRAM = 'yt-dlp';

/** The folder of moodbox's own copies of yt-dlp. */
export const copiesIn = (stateDir: string): string => join(stateDir, 'ytdlp');

/** What `music.ytdlp` means: `auto` is the copy that update-ytdlp keeps (with updates off: none), else the one in the PATH. */
export function whichYtDlp(music: { readonly ytdlp: string; readonly ytdlp_updates: string }, stateDir: string): string {
  if (music.ytdlp !== 'auto') return music.ytdlp;
  return (music.ytdlp_updates === 'off' ? undefined : ownCopy(copiesIn(stateDir))) ?? PROGRAM;
}

/** The file of the copy in use; nothing where there is none that could be started. */
function ownCopy(folder: string): string | undefined {
  try {
    const program = realpathSync(join(folder, 'current', PROGRAM));
    accessSync(program, constants.X_OK);
    return program;
  } catch {
    return undefined;
  }
}

/**
 * Copies of yt-dlp, a folder a release, of which the link `current` names the one in use and `previous` the one before. Only the
 * holder of the lock may change anything; those who read see one copy or the other, at any moment.
 */
export class Copies {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The release in use, or nothing. */
  get current(): string | undefined {
    return this.#linked('current');
  }

  get previous(): string | undefined {
    return this.#linked('previous');
  }

  /** A new folder to download into. */
  draft = (): Promise<string> => mkdtemp(join(this.folder, 'draft-'));

  programIn = (draft: string): string => join(draft, PROGRAM);

  /** Makes a finished draft the copy in use, and keeps the one before. */
  async adopt(draft: string, version: string): Promise<void> {
    const { current } = this;
    await rm(join(this.folder, version), { recursive: true, force: true });
    await rename(draft, join(this.folder, version));
    await this.#sync();
    if (current !== undefined && current !== version) await this.#link('previous', current);
    await this.#link('current', version);
    await this.#sync();
  }

  /** Changes the copy in use and the one before round; without one before, none is in use and Debian's is taken. False: there is nothing to change. */
  async exchange(): Promise<boolean> {
    const { current, previous } = this;
    if ((current ?? previous) === undefined || current === previous) return false;
    await this.#link('current', previous);
    await this.#link('previous', current);
    await this.#sync();
    return true;
  }

  /** Takes away what an update that was killed has left, and copies that are two releases old. */
  async sweep(): Promise<void> {
    const kept = new Set([this.current, this.previous]);
    const stale = (name: string): boolean => /^(draft-|link-)/.test(name) || (VERSION.test(name) && !kept.has(name));
    for (const name of (await readdir(this.folder)).filter(stale)) await rm(join(this.folder, name), { recursive: true, force: true });
  }

  /** Makes the folder where it is missing. */
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

  /** A link is never missing in between: the new one takes the old one's name. */
  async #link(name: 'current' | 'previous', version: string | undefined): Promise<void> {
    const link = join(this.folder, name);
    if (version === undefined) return rm(link, { force: true });
    const fresh = join(this.folder, `link-${process.pid}`);
    await rm(fresh, { force: true });
    await symlink(version, fresh);
    await rename(fresh, link);
  }

  /** After a power cut the folder is as it was before or after, not in between. */
  async #sync(): Promise<void> {
    await using folder = await open(this.folder, 'r');
    await folder.sync();
  }
}
