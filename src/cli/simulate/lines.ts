import { asWritten } from '../../domain/command.ts';
import type { Presence } from '../../domain/presence.ts';
import type { Noticed, NoticedReason } from '../../simulate/noticed.ts';
import type { EveningSummary } from '../../simulate/summary.ts';
import { figure } from '../console/table.ts';

/** One event in words; undefined for the end, which the summary follows. */
export function noticedLine(what: Noticed): string | undefined {
  const words = wordsOf(what);
  return words && `${timeOf(what.at)}  ${visible(words)}`;
}

/** An evening's summary in words. */
export function eveningSummaryLines(summary: EveningSummary): readonly string[] {
  const { awayShare, expressionChanges, firstMusicMs, hours, moodChanges, moodMinutes, silentShare, stops, tracksCut, unknownShare } =
    summary;
  const moods = Object.entries(moodMinutes).map(([mood, minutes]) => `${mood} ${figure(minutes, 0)} min`);
  return [
    `${figure(hours, 2)} h: ${moods.join(', ')}`,
    `mood changes        ${moodChanges}`,
    `expression changes  ${expressionChanges}`,
    `tracks cut          ${tracksCut}`,
    `stops               ${stops}`,
    `silent              ${figure(silentShare * 100, 1)} % of the time`,
    `away                ${figure(awayShare * 100, 1)} % of the time`,
    `unknown             ${figure(unknownShare * 100, 1)} % of the time`,
    `first music         ${firstMusicMs === null ? 'never' : `after ${figure(firstMusicMs / 1000, 1)} s`}`,
  ];
}

/** A note or a title may contain terminal control characters; they are shown as escapes, as in JSON. */
const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);

function wordsOf(what: Noticed): string | undefined {
  switch (what.kind) {
    case 'presence':
      return `people      ${peopleOf(what.presence)}`;
    case 'camera':
      return `camera      ${what.camera}`;
    case 'expression':
      return `expression  ${what.to} (was ${what.from})`;
    case 'mood':
      return `mood        ${what.to} (was ${what.from}${what.senses ? `; with ${what.senses.join(', ')}` : ''})`;
    case 'command':
      return `command     ${JSON.stringify(asWritten(what.command))}`;
    case 'note':
      return `note        ${what.note}`;
    case 'energy':
      return `music       becomes ${what.to > what.from ? 'livelier' : 'calmer'} (energy ${figure(what.to, 1)})`;
    case 'over':
      return undefined;
    default:
      return `music       ${musicOf(what)}`;
  }
}

type Music = Extract<Noticed, { readonly kind: 'begins' | 'changes' | 'ends' | 'pauses' | 'resumes' | 'silent' }>;

function musicOf(what: Music): string {
  switch (what.kind) {
    case 'begins':
      return `${what.track.title} begins (${BECAUSE[what.why]})`;
    case 'changes':
      return `${what.track.title} ${howOf(what)}`;
    case 'ends':
      return `ends${unheardOf(what.unheard)} (${BECAUSE[what.why]})`;
    case 'pauses':
    case 'resumes':
      return what.kind;
    case 'silent':
      return 'silence';
  }
}

const BECAUSE: Readonly<Record<NoticedReason, string>> = {
  mood: 'for the mood',
  lift: 'to lift the mood',
  ended: 'the track has ended',
  left: 'everybody has left',
  asked: 'asked for',
};

function howOf({ blend, unheard, why }: Extract<Noticed, { readonly kind: 'changes' }>): string {
  if (unheard === 0) return 'follows, at the end of the track';
  return `replaces the track${unheardOf(unheard)}${blend ? ', blended' : ''} (${BECAUSE[why]})`;
}

/** How much of the old track was left. */
const unheardOf = (unheard: number | undefined): string => (unheard ? `, ${timeOf(unheard).replace(/^0:0?/, '')} before its end` : '');

function peopleOf(presence: Presence): string {
  switch (presence.kind) {
    case 'present':
      return `somebody is here (${presence.by})`;
    case 'absent':
      return 'nobody is here';
    case 'unknown':
      return 'it is not known whether anybody is here';
  }
}

/** A time since the beginning as `h:mm:ss`. */
export function timeOf(at: number): string {
  const seconds = Math.floor(at / 1000);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
