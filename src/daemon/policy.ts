import type { EmotionScores, Mood, Override } from '../domain/emotion.ts';
import { EMOTIONS } from '../domain/emotion.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';

/** What people want of the music, whatever the mood. */
export type Will = 'playing' | 'paused' | 'stopped';

/** All that decides what should be heard. `fitted` is the mood that the music, or the silence, was last fitted to. */
export type Wanted = {
  readonly seen: Mood;
  readonly override: Override;
  readonly will: Will;
  /** Whether the music follows the mood by itself. */
  readonly autoplay: boolean;
  /** The camera is off or lost: nobody in sight then says nothing about the room. */
  readonly blind: boolean;
  readonly fitted?: { readonly mood: Mood; readonly at: Instant };
};

export type Due = { readonly kind: 'nothing' } | { readonly kind: 'silence' } | { readonly kind: 'music'; readonly mood: Mood };
export type MusicManners = { readonly change_after: Ms; readonly away: 'stop' | 'continue' };

/** The mood that counts: the override's if there is one, else the one that the camera settled on. */
export const inForce = ({ override, seen }: Pick<Wanted, 'override' | 'seen'>): Mood => (override === 'auto' ? seen : override);

/**
 * What should change in what is heard, now. Music follows the camera at most once in `change_after`; an override is
 * followed at once, and so is somebody who comes into a silent room. Without auto-play nothing changes by itself.
 */
export function due(wanted: Wanted, now: Instant, manners: MusicManners): Due {
  const mood = inForce(wanted);
  const { fitted } = wanted;
  if (!wanted.autoplay || wanted.will !== 'playing' || fitted?.mood === mood) return { kind: 'nothing' };
  if (mood === 'away') return leaving(wanted, manners);
  const atOnce = wanted.override !== 'auto' || fitted === undefined || fitted.mood === 'away';
  return atOnce || elapsed(fitted.at, now) >= manners.change_after ? { kind: 'music', mood } : { kind: 'nothing' };
}

function leaving({ fitted, blind, override }: Wanted, { away }: MusicManners): Due {
  const keep = fitted === undefined || away === 'continue' || (blind && override === 'auto');
  return { kind: keep ? 'nothing' : 'silence' };
}

/** Moods that music may soon be wanted for, the likeliest first: the present one, whose track ends, then what else is seen in the faces. */
export function likelyMoods(present: Mood, scores: EmotionScores | undefined): readonly Mood[] {
  const others = EMOTIONS.filter((each) => each !== present);
  const seen = scores ? others.sort((a, b) => scores[b] - scores[a]).slice(0, 2) : others.filter((each) => each === 'neutral');
  return [present, ...seen];
}
