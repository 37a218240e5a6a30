import type { EmotionScores, Mood, Override } from '../../domain/emotion.ts';
import { EMOTIONS } from '../../domain/emotion.ts';
import type { TransportState } from '../../domain/group.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Lift, LiftSettings, ListeningState } from './lift.ts';
import { advanceLift, moodOfLift } from './lift.ts';

/**
 * All that decides what should be heard. `matchedTo` is the mood that the music, or the silence, was last matched to. `asked`: it is music
 * because somebody pressed a button; `leaving`: it is silence because everybody has left.
 */
export type PlaybackIntent = {
  readonly seen: Mood;
  readonly override: Override;
  readonly transport: TransportState;
  /** Whether the music follows the mood by itself. */
  readonly autoplay: boolean;
  /** Nothing tells whether somebody is there: the camera is off or lost, and no sensor reports. */
  readonly blind: boolean;
  /** Another box of the group plays, so this one stays silent. */
  readonly mute?: boolean;
  readonly matchedTo?: { readonly mood: Mood; readonly at: Instant; readonly asked?: true; readonly leaving?: true };
  /** Since when the wanted mood has differed from the one that the music is matched to. */
  readonly differs?: Instant | undefined;
  /** How far the music has led the room, if it does. */
  readonly lift?: Lift | undefined;
};

/** How long music that somebody asked for keeps playing while the camera sees nobody: they may be near, or may leave unseen. */
const UNSEEN = ms(3_600_000);

/** `leaving`: silence because everybody has left. `blend`: the old music fades out while the new one fades in. */
export type Due =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'silence'; readonly leaving?: true }
  | { readonly kind: 'music'; readonly mood: Mood; readonly because?: 'lift'; readonly blend?: true };

/**
 * `change`: gentle music follows the mood at the end of a track, and in the middle of one only after the mood has differed for
 * `change_after`. Eager music follows at once, at most once per `change_after`.
 */
export type MusicSettings = LiftSettings & {
  readonly change: 'gentle' | 'eager';
  readonly change_after: Ms;
  readonly away: 'stop' | 'continue';
  readonly away_fade: Ms;
  readonly manner: 'match' | 'lift';
};

/** The track that sounds, as far as a change depends on it: whether it ever ends, and how much is left if that is known. */
export type SoundingTrack = {
  readonly endless: boolean;
  /** It goes over to another mood by itself, so that nothing is cut. */
  readonly flows?: boolean;
  /** Somebody asked for this very track, so a change of mood does not end it. */
  readonly asked?: boolean;
  readonly left?: Ms;
};

/** A track with less left than this is heard to its end. */
const NEARLY_OVER = ms(60_000);
/** A loop or a radio station has no end to wait for, so it gives way to another mood, at most once per this interval. */
const ENDLESS_GIVES_WAY = ms(60_000);

/** The mood in force: the override if there is one, else the mood that the camera settled on. */
export const inForce = ({ override, seen }: Pick<PlaybackIntent, 'override' | 'seen'>): Mood => (override === 'auto' ? seen : override);

/** The mood that the music should match: the one in force, or that of the current step of the lift. */
export const musicMood = (intent: PlaybackIntent): Mood => (intent.lift ? moodOfLift(intent.lift) : inForce(intent));

/** The lift a moment later. A mood that somebody chose by hand is played as chosen, without a lift. */
export function nextLift(
  intent: PlaybackIntent,
  now: Pick<ListeningState, 'at' | 'hears' | 'ended'>,
  settings: MusicSettings,
): Lift | undefined {
  if (settings.manner === 'match' || intent.override !== 'auto') return undefined;
  const free = intent.matchedTo === undefined || elapsed(intent.matchedTo.at, now.at) >= settings.change_after;
  return advanceLift(intent.lift, { ...now, mood: intent.seen, free }, settings);
}

/** The music that is due now, with the reason if it is for another mood than the one in force. */
export function musicFor(intent: PlaybackIntent): Extract<Due, { readonly kind: 'music' }> {
  const mood = musicMood(intent);
  return { kind: 'music', mood, ...(mood !== inForce(intent) && { because: 'lift' }) };
}

/** What is heard when a decision is made; `sounding` is absent in silence. `ended`: a track has just ended. */
export type Heard = { readonly sounding?: SoundingTrack | undefined; readonly ended?: boolean };

type Changing = Pick<MusicSettings, 'change' | 'change_after'>;

/**
 * What should change in what is heard now. Music follows the mood of the camera as `change` says. It follows an override at once, and also
 * somebody who comes into a silent room. Without auto-play nothing changes by itself.
 */
export function due(intent: PlaybackIntent, now: Instant, settings: Changing & Pick<MusicSettings, 'away'>, heard: Heard = {}): Due {
  const mood = musicMood(intent);
  const { matchedTo } = intent;
  if (intent.mute) return { kind: matchedTo ? 'silence' : 'nothing' };
  if (!intent.autoplay || intent.transport !== 'playing') return { kind: 'nothing' };
  if (mood === 'away') return leaving(intent, now, settings);
  if (matchedTo?.mood === mood) return { kind: 'nothing' };
  const atOnce = intent.override !== 'auto' || matchedTo === undefined || matchedTo.mood === 'away';
  if (atOnce) return musicFor(intent);
  if (!mayChange(intent, matchedTo.at, now, settings, heard)) return { kind: 'nothing' };
  const { sounding } = heard;
  const blend = settings.change === 'gentle' && sounding?.endless === true && !sounding.flows && !heard.ended;
  return { ...musicFor(intent), ...(blend && { blend: true }) };
}

/** Whether music may change because the room's mood has. */
function mayChange(intent: PlaybackIntent, matchedAt: Instant, now: Instant, settings: Changing, { sounding, ended }: Heard): boolean {
  if (sounding?.asked && !ended) return false;
  if (sounding?.flows) return true;
  if (settings.change === 'eager') return elapsed(matchedAt, now) >= settings.change_after;
  if (ended || !sounding) return true;
  if (sounding.endless) return elapsed(matchedAt, now) >= ENDLESS_GIVES_WAY;
  const different = intent.differs === undefined ? 0 : elapsed(intent.differs, now);
  return different >= settings.change_after && (sounding.left === undefined || sounding.left > NEARLY_OVER);
}

/** Since when the wanted mood has differed from the one that the music is matched to; `undefined` if it does not. */
export function differing(intent: PlaybackIntent, now: Instant): Instant | undefined {
  const { matchedTo, differs } = intent;
  return matchedTo === undefined || matchedTo.mood === musicMood(intent) ? undefined : (differs ?? now);
}

function leaving({ matchedTo, blind, override }: PlaybackIntent, now: Instant, { away }: Pick<MusicSettings, 'away'>): Due {
  const fits = matchedTo?.mood === 'away' && !(matchedTo.asked && elapsed(matchedTo.at, now) >= UNSEEN);
  const keep = matchedTo === undefined || fits || away === 'continue' || (blind && override === 'auto');
  return keep ? { kind: 'nothing' } : { kind: 'silence', leaving: true };
}

/**
 * The moods that music may soon be needed for, likeliest first: the present one, whose track will end; the `next` one of the lift; then
 * what else the faces show. Three at most.
 */
export function likelyMoods(present: Mood, scores: EmotionScores | undefined, next?: Mood): readonly Mood[] {
  const others = EMOTIONS.filter((each) => each !== present);
  const seen = scores ? others.sort((a, b) => scores[b] - scores[a]).slice(0, 2) : others.filter((each) => each === 'neutral');
  return [...new Set([present, ...(next ? [next] : []), ...seen])].slice(0, 3);
}
