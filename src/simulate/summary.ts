import type { Mood } from '../domain/emotion.ts';
import type { Presence } from '../domain/presence.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';
import type { Noticed } from './noticed.ts';

/**
 * An evening in numbers. The first mood counts as a change from `away`. Shares are of the whole time; `firstMusicMs` is null if there was
 * no music at all.
 */
export type EveningSummary = {
  readonly hours: number;
  /** How many times the mood changed. */
  readonly moodChanges: number;
  /** How many times the expression changed, including from and to `none`. */
  readonly expressionChanges: number;
  /** How many times a track was cut short, for other music or for silence, without anybody asking for it. Endless tracks do not count. */
  readonly tracksCut: number;
  /** How many times the music stopped or began to fade out without anybody asking for it. */
  readonly stops: number;
  /** The share of the time without sound, including pauses. */
  readonly silentShare: number;
  /** The share of the time in which the mood was `away` and presence was known. */
  readonly awayShare: number;
  /** The share of the time in which presence was unknown. */
  readonly unknownShare: number;
  readonly firstMusicMs: number | null;
  /** Minutes in each mood that occurred. */
  readonly moodMinutes: Readonly<Partial<Record<Mood, number>>>;
};

/** The counts so far (times in milliseconds), and what has held since `at`. */
export type EveningTally = {
  readonly at: Instant;
  readonly mood: Mood;
  readonly presence: Presence['kind'];
  readonly sounding: boolean;
  readonly silent: number;
  readonly away: number;
  readonly unknown: number;
  readonly moods: Readonly<Partial<Record<Mood, number>>>;
  readonly counted: Pick<EveningSummary, 'moodChanges' | 'expressionChanges' | 'tracksCut' | 'stops' | 'firstMusicMs'>;
};

export const beginTally = (at: Instant): EveningTally => ({
  at,
  mood: 'away',
  presence: 'unknown',
  sounding: false,
  silent: 0,
  away: 0,
  unknown: 0,
  moods: {},
  counted: { moodChanges: 0, expressionChanges: 0, tracksCut: 0, stops: 0, firstMusicMs: null },
});

/** The counts after one more event. */
export function tallied(before: EveningTally, what: Noticed): EveningTally {
  const { at } = what;
  const since = elapsed(before.at, at);
  const { mood, moods, presence, sounding, counted } = before;
  const unknown = presence === 'unknown';
  return {
    at,
    mood: what.kind === 'mood' ? what.to : mood,
    presence: what.kind === 'presence' ? what.presence.kind : presence,
    sounding: soundsAfter(what, sounding),
    silent: before.silent + (sounding ? 0 : since),
    away: before.away + (mood === 'away' && !unknown ? since : 0),
    unknown: before.unknown + (unknown ? since : 0),
    moods: { ...moods, [mood]: (moods[mood] ?? 0) + since },
    counted: counting(counted, what),
  };
}

/** The summary of an evening that has been tallied to its end. */
export function summaryOf({ away, counted, moods, silent, unknown }: EveningTally): EveningSummary {
  const total = Object.values(moods).reduce((sum, each) => sum + each, 0);
  const shareOf = (part: number): number => (total > 0 ? round(part / total, 4) : 0);
  const minutes = Object.entries(moods).filter(([, time]) => time > 0);
  const { firstMusicMs, ...counts } = counted;
  return {
    hours: round(total / 3_600_000, 4),
    ...counts,
    silentShare: shareOf(silent),
    awayShare: shareOf(away),
    unknownShare: shareOf(unknown),
    firstMusicMs,
    moodMinutes: Object.fromEntries(minutes.map(([mood, time]) => [mood, round(time / 60_000, 2)])),
  };
}

function counting(counted: EveningTally['counted'], what: Noticed): EveningTally['counted'] {
  switch (what.kind) {
    case 'mood':
      return { ...counted, moodChanges: counted.moodChanges + 1 };
    case 'expression':
      return { ...counted, expressionChanges: counted.expressionChanges + 1 };
    case 'begins':
      return { ...counted, firstMusicMs: counted.firstMusicMs ?? Math.round(what.at) };
    case 'changes':
      return isCut(what) ? { ...counted, tracksCut: counted.tracksCut + 1 } : counted;
    case 'ends':
      return what.why === 'asked'
        ? counted
        : { ...counted, stops: counted.stops + 1, tracksCut: counted.tracksCut + (isCut(what) ? 1 : 0) };
    case 'presence':
    case 'camera':
    case 'pauses':
    case 'resumes':
    case 'silent':
    case 'energy':
    case 'command':
    case 'note':
    case 'over':
      return counted;
  }
}

const isCut = ({ unheard, why }: Extract<Noticed, { readonly kind: 'changes' | 'ends' }>): boolean =>
  why !== 'asked' && unheard !== undefined && unheard > 0;

function soundsAfter({ kind }: Noticed, sounded: boolean): boolean {
  if (kind === 'begins' || kind === 'changes' || kind === 'resumes') return true;
  return kind === 'silent' || kind === 'pauses' ? false : sounded;
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
