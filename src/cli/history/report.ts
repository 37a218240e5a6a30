import type { Mood } from '../../domain/emotion.ts';
import type { TrackSource } from '../../domain/music.ts';
import { SOURCE_TRAITS } from '../../domain/music.ts';
import { printable } from '../../domain/one-line.ts';
import type { Moment } from '../../domain/units.ts';
import { seconds } from '../../history/diary/export.ts';
import { dayStart } from '../../history/diary/local-time.ts';
import type { HistorySummary, MoodTally } from '../../history/summary.ts';
import { table } from '../console/table.ts';
import { dayOf, minuteStamp } from '../console/when.ts';
import { spokenEntry } from './lines.ts';

/** The longest list of tracks. */
const MOST = 5;

/** The span of a report: this day until now, or this day and the six before it. */
export const reportSpan = (of: 'day' | 'week', now: Moment): { readonly since: Moment; readonly until: Moment } => ({
  since: dayStart(now, of === 'day' ? 0 : -6),
  until: now,
});

/** A summary as lines that a café owner understands. */
export function reportLines(summary: HistorySummary): readonly string[] {
  const { on, plays, since, until } = summary;
  const head = `${dayOf(since)} ${minuteStamp(since)} to ${dayOf(until) === dayOf(since) ? '' : `${dayOf(until)} `}${minuteStamp(until)}`;
  if (on === 0 && plays === 0) return [head, '', 'There is nothing in the history for this time.'];
  return [
    ...[head, '', `The mood of the room (the box was on for ${spokenEntry(on)})`],
    ...indented(table(summary.moods.map(({ mood, time }) => [nameOf(mood), spokenEntry(time), `${Math.round((100 * time) / on)} %`]))),
    ...['', musicLine(summary), ...rightsLine(summary)],
    ...list('Played most', summary.played, ({ track, times, heard }) => `${times} x  ${printable(track.title)}, ${spokenEntry(heard)}`),
    ...list('Skipped', summary.skipped, ({ track, times }) => `${times} x  ${printable(track.title)} (for ${track.mood})`),
    ...list('Liked', summary.liked, ({ track, times }) => `${times} x  ${printable(track.title)} (for ${track.mood})`),
    ...list('Disliked', summary.disliked, ({ track, times }) => `${times} x  ${printable(track.title)} (for ${track.mood})`),
  ];
}

/** A summary as JSON, like the list: moments in ISO 8601 (UTC), lengths in seconds. */
export function reportJson({ since, until, on, moods, plays, heard, unplayable, sources, ...tracks }: HistorySummary): object {
  const { played, skipped, liked, disliked } = tracks;
  const tally = ({ track, times, heard: length }: MoodTally): object => ({ ...track, times, heard_s: seconds(length) });
  return {
    ...{ since: new Date(since).toISOString(), until: new Date(until).toISOString(), on_s: seconds(on) },
    moods: moods.map(({ mood, time }) => ({ mood, time_s: seconds(time) })),
    ...{ plays, heard_s: seconds(heard), unplayable, sources },
    ...{ played: played.map(tally), skipped: skipped.map(tally), liked: liked.map(tally), disliked: disliked.map(tally) },
  };
}

function musicLine({ heard, plays, sources, unplayable }: HistorySummary): string {
  if (plays === 0) return 'No music';
  const from = sources.map((each) => `${each.plays} from ${SOURCE_TRAITS[each.source].label}`).join(', ');
  const tracks = plays === 1 ? '1 track' : `${plays} tracks`;
  const failed = unplayable > 0 ? `; ${unplayable} failed` : '';
  return `Music: ${tracks}, ${spokenEntry(heard)} (${from})${failed}`;
}

/** The sources whose music belongs to nobody. */
const FREE: readonly TrackSource[] = ['composed', 'loops'];

const LISTED = '"moodbox history --csv" lists each track with its time and its id.';

/** For whoever has to show what was played where the public is. */
function rightsLine({ plays, sources }: HistorySummary): readonly string[] {
  const free = sources.filter(({ source }) => FREE.includes(source)).reduce((sum, each) => sum + each.plays, 0);
  if (free === 0) return [];
  if (free === plays) return [`All of it is moodbox's own music, which belongs to nobody (CC0). ${LISTED}`];
  return [`${free} of ${plays} are moodbox's own music, which belongs to nobody (CC0); the others have owners. ${LISTED}`];
}

function list(title: string, tallies: readonly MoodTally[], line: (tally: MoodTally) => string): readonly string[] {
  if (tallies.length === 0) return [];
  const more = tallies.length > MOST ? [`and ${tallies.length - MOST} more`] : [];
  return ['', title, ...indented([...tallies.slice(0, MOST).map(line), ...more])];
}

const nameOf = (mood: Mood): string => (mood === 'away' ? 'nobody here' : mood);
const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);
