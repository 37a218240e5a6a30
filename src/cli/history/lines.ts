import type { CommandOrigin } from '../../domain/access.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import { printable } from '../../domain/one-line.ts';
import type { Moment, Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { stamp } from '../when.ts';

const SECOND = 1000;

/** An entry as a line for people. */
export function entryLine(entry: HistoryEntry): string {
  const at = `${stamp(entry.at)}  ${entry.kind.padEnd(4)}  `;
  if (entry.kind === 'mood')
    return `${at}${entry.mood} (${entry.by === 'camera' ? 'the camera' : 'chosen by hand'}), ${span(entry.until, entry.at)}`;
  if (entry.kind === 'camera') return printable(`${at}switched ${entry.on ? 'on' : 'off'} ${bySomebody(entry.by)}`);
  const track = `${printable(entry.track.title)} (${entry.track.source}, ${entry.track.mood})`;
  return entry.kind === 'play' ? `${at}${track}, ${spokenEntry(entry.heard)}, ${entry.end ?? 'still playing or cut off'}` : `${at}${track}`;
}

/** An entry as one JSON object: moments in ISO 8601 (UTC), lengths in seconds. */
export function entryJson(entry: HistoryEntry): object {
  const at = { kind: entry.kind, at: new Date(entry.at).toISOString() };
  const until = 'until' in entry ? { until: new Date(entry.until).toISOString() } : {};
  if (entry.kind === 'mood') return { ...at, ...until, mood: entry.mood, by: entry.by };
  if (entry.kind === 'camera') return { ...at, on: entry.on, by: entry.by };
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
  const { id, title, source, mood } = entry.track;
  const heard = entry.kind === 'play' ? [String(seconds(entry.heard)), entry.end ?? ''] : ['', ''];
  return row([stamp(entry.at), until, entry.kind, mood, '', title, source, id, ...heard]);
}

const ROLES = { guest: 'by a guest', household: 'by the household', owner: 'by an owner' } as const;
const DOOR_WORDS = { page: 'on the page', broker: 'over MQTT', group: 'by another box' } as const;

/** Who gave a command, at the end of a sentence: `by an owner on the page (192.168.1.20)`. */
const bySomebody = ({ door, level, address }: CommandOrigin): string =>
  [...(level ? [ROLES[level]] : []), DOOR_WORDS[door], ...(address === undefined ? [] : [`(${address})`])].join(' ');

/** A length of time for people: `3 h 12 min`, `12 min`, `40 s`. */
export function spokenEntry(length: Ms): string {
  const whole = Math.round(length / SECOND);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const span = (until: Moment, at: Moment): string => spokenEntry(ms(until - at));
/** A length of time as data. */
export const seconds = (length: Ms): number => Math.round(length / SECOND);
const row = (cells: readonly string[]): string => cells.map(cell).join(',');

/** Titles and names of files come from anywhere: one that looks like a formula must not become one in a spreadsheet, nor move a cursor. */
function cell(content: string): string {
  const text = printable(content);
  const safe = /^[=+\-@\t\r]/.test(content) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
