import { oneLine } from '../../domain/one-line.ts';
import type { Log } from '../../shared/log.ts';
import { withoutSecrets } from '../../shared/secrets.ts';
import { countLeftOut, LEFT_OUT_ADVICE } from './left-out.ts';
import type { Playlist } from './playlists.ts';
import type { LeftOut } from './scan.ts';

/** Something about the library that its owner may want to know or to mend. */
export type Remark = { readonly level: 'info' | 'warn'; readonly event: string; readonly fields: object };

/** Files that cannot be read at the moment: how many, the first, and why. */
export type Unreadable = { readonly count: number; readonly first: string; readonly why: string };

/** What was left out, for each reason; a warning if there is something to mend. */
export const leftOutRemarks = (library: string, leftOut: readonly LeftOut[]): readonly Remark[] =>
  countLeftOut(leftOut).map(({ why, ...found }) => {
    const advice = LEFT_OUT_ADVICE[why];
    const fields = { library, ...found, ...(advice && { advice }) };
    if (why === 'unreadable') return { level: 'warn', event: 'library.unreadable', fields };
    return { level: advice ? 'warn' : 'info', event: 'library.left_out', fields: { why, ...fields } };
  });

export const UNREADABLE_ADVICE = 'let moodbox read them (chmod o+r); they are tried again at each scan';

export const unreadableRemarks = (library: string, unreadable: Unreadable | undefined): readonly Remark[] =>
  unreadable ? [{ level: 'warn', event: 'library.files_unreadable', fields: { library, ...unreadable, ...adviceOn(unreadable) } }] : [];

/** Permissions are the owner's to mend; what else the system says passes, or not, by itself. */
const adviceOn = ({ why }: Unreadable): { readonly advice?: string } => (/^E[A-Z]+$/.test(why) ? { advice: UNREADABLE_ADVICE } : {});

export const UNMATCHED_ADVICE =
  'a line counts if it names a file of the library, or the http(s) address of sound and not of another playlist; look at its spelling. ' +
  'A station in your own network goes into music.mapping';

/** The first line that matches nothing, as it may be shown: an address may carry a password. */
export const shownLine = ({ firstUnmatched = '' }: Playlist): string => oneLine(withoutSecrets(firstUnmatched));

/** That a playlist cannot be read, that lines of it match nothing, or that it is too long. */
export function playlistRemarks(playlist: Playlist): readonly Remark[] {
  const { path, lines, unmatched, beyond, unreadable } = playlist;
  const remark = (event: string, fields: object): Remark => ({ level: 'warn', event, fields: { playlist: path, ...fields } });
  if (unreadable !== undefined) return [remark('library.playlist_unreadable', { why: unreadable })];
  const missing = { lines, unmatched, first: shownLine(playlist), advice: UNMATCHED_ADVICE };
  return [
    ...(unmatched > 0 ? [remark('library.playlist_unmatched', missing)] : []),
    ...(beyond > 0 ? [remark('library.playlist_too_long', { read: lines, advice: 'only 256 kB and 2,000 lines are read: split it' })] : []),
  ];
}

/** Writes remarks to the log, scan by scan. What the scan before remarked in the same words is not repeated. */
export class Remarks {
  readonly #log: Log;
  #said: ReadonlySet<string> = new Set();

  constructor(log: Log) {
    this.#log = log;
  }

  /** All remarks of one scan. */
  tell(remarks: readonly Remark[]): void {
    const fresh = remarks.filter((remark) => !this.#said.has(JSON.stringify(remark)));
    this.#said = new Set(remarks.map((remark) => JSON.stringify(remark)));
    for (const { level, event, fields } of fresh) this.#log[level](fields, event);
  }
}
