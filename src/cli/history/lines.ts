import type { CommandOrigin } from '../../domain/access.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import { printable } from '../../domain/one-line.ts';
import type { Moment, Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { visitWord } from '../../history/diary/export.ts';
import { stamp } from '../../history/diary/local-time.ts';

const SECOND = 1000;

/** An entry as a line for people. */
export function entryLine(entry: HistoryEntry): string {
  const at = `${stamp(entry.at)}  ${entry.kind.padEnd(4)}  `;
  if (entry.kind === 'mood') return `${at}${entry.mood} (${DECIDER_WORDS[entry.by]}), ${span(entry.until, entry.at)}`;
  if (entry.kind === 'camera') return printable(`${at}switched ${entry.on ? 'on' : 'off'} ${bySomebody(entry.by)}`);
  if (entry.kind === 'guest') return printable(`${at}${entry.name} ${visitWord(entry)}`);
  const track = `${printable(entry.track.title)} (${entry.track.source}, ${entry.track.mood})`;
  return entry.kind === 'play' ? `${at}${track}, ${spokenEntry(entry.heard)}, ${entry.end ?? 'still playing or cut off'}` : `${at}${track}`;
}

const DECIDER_WORDS = { camera: 'the camera', person: 'chosen by hand', plan: 'the plan of the day' } as const;
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
