import type { GuestVisit, HistoryEntry } from '../../domain/history.ts';
import { printable } from '../../domain/one-line.ts';
import type { Ms } from '../../domain/units.ts';
import { stamp } from './local-time.ts';

/** An entry as one JSON object: moments in ISO 8601 (UTC), lengths in seconds. */
export function entryJson(entry: HistoryEntry): object {
  const at = { kind: entry.kind, at: new Date(entry.at).toISOString() };
  const until = 'until' in entry ? { until: new Date(entry.until).toISOString() } : {};
  if (entry.kind === 'mood') return { ...at, ...until, mood: entry.mood, by: entry.by };
  if (entry.kind === 'camera') return { ...at, on: entry.on, by: entry.by };
  if (entry.kind === 'guest') return { ...at, name: entry.name, there: entry.isThere };
  const { id, title, source, mood } = entry.track;
  const heard = entry.kind === 'play' ? { heard_s: seconds(entry.heard), end: entry.end ?? null } : {};
  return { ...at, ...until, mood, title, source, id, ...heard };
}

export const CSV_HEADER = 'at,until,kind,mood,by,title,source,id,heard_s,end';

/** An entry as a line of comma-separated values (RFC 4180), in this machine's time. */
export function csvOf(entry: HistoryEntry): string {
  const until = 'until' in entry ? stamp(entry.until) : '';
  if (entry.kind === 'mood') return row([stamp(entry.at), until, entry.kind, entry.mood, entry.by, '', '', '', '', '']);
  if (entry.kind === 'camera') {
    const { door, level = '', address = '' } = entry.by;
    const by = [door, level, address].filter((part) => part !== '').join(' ');
    return row([stamp(entry.at), '', `camera ${entry.on ? 'on' : 'off'}`, '', by, '', '', '', '', '']);
  }
  if (entry.kind === 'guest') return row([stamp(entry.at), '', `guest ${visitWord(entry)}`, '', entry.name, '', '', '', '', '']);
  const { id, title, source, mood } = entry.track;
  const heard = entry.kind === 'play' ? [String(seconds(entry.heard)), entry.end ?? ''] : ['', ''];
  return row([stamp(entry.at), until, entry.kind, mood, '', title, source, id, ...heard]);
}

/** An entry as it may leave the box: without network addresses, and without ids that are paths or addresses of streams. */
export function shareable(entry: HistoryEntry): HistoryEntry {
  if (entry.kind === 'mood' || entry.kind === 'guest') return entry;
  if (entry.kind === 'camera') {
    const { address: _kept, ...by } = entry.by;
    return { ...entry, by };
  }
  return entry.track.source === 'youtube' ? entry : { ...entry, track: { ...entry.track, id: '' } };
}

export const visitWord = ({ isThere }: Pick<GuestVisit, 'isThere'>): string => (isThere ? 'came' : 'left');

/** A length of time as data. */
export const seconds = (length: Ms): number => Math.round(length / 1000);

const row = (cells: readonly string[]): string => cells.map(cell).join(',');

/** What a spreadsheet takes for the beginning of a formula, also in its wide form. */
const FORMULA = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u;

/** Titles and names of files come from anywhere: one that looks like a formula must not become one in a spreadsheet, nor move a cursor. */
function cell(content: string): string {
  const text = printable(content);
  const safe = FORMULA.test(content) || FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
