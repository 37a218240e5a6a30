import { asWritten } from '../../domain/command.ts';
import type { Track } from '../../domain/music.ts';
import type { Noticed } from '../../simulate/noticed.ts';
import type { TimelineChange } from '../../simulate/timeline.ts';

/** One event as JSON: `t` in milliseconds, `event`, and its details. */
export function noticedJson(what: Noticed): Readonly<Record<string, unknown>> {
  const { at, kind, ...rest } = what;
  const t = Math.round(at);
  if (what.kind === 'presence')
    return { t, event: kind, presence: what.presence.kind, ...('by' in what.presence && { by: what.presence.by }) };
  if (what.kind === 'command') return { t, event: kind, command: asWritten(what.command) };
  if (!isMusic(kind)) return { t, event: kind, ...rest };
  const tracks = Object.entries(rest).map(([name, value]) => [name, isTrack(value) ? toldOf(value) : value]);
  return { t, event: 'music', what: kind, ...Object.fromEntries(tracks) };
}

/** A line of a timeline, as `simulate` reads it. */
export const lineOfChange = ({ command, ...change }: TimelineChange): string =>
  JSON.stringify({ ...change, ...(command && { command: asWritten(command) }) }, shortened);

const MUSIC = ['begins', 'changes', 'ends', 'pauses', 'resumes', 'silent', 'energy'] as const;
const isMusic = (kind: Noticed['kind']): boolean => MUSIC.some((each) => each === kind);
const isTrack = (value: unknown): value is Track => typeof value === 'object' && value !== null && 'title' in value;

/** A track in the output; an endless one has no length. */
const toldOf = ({ title, mood, duration }: Track) => ({ title, mood, ...(duration !== undefined && { length: duration }) });

const shortened = (_key: string, value: unknown): unknown => (typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : value);
