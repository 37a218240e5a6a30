import type { Command } from '../domain/command.ts';
import type { Expression, Mood } from '../domain/emotion.ts';
import type { Track } from '../domain/music.ts';
import type { Presence } from '../domain/presence.ts';
import type { Instant, Ms, Share } from '../domain/units.ts';
import { elapsed, ms, share } from '../domain/units.ts';
import { USUAL_ENERGY } from '../mood/energy.ts';
import type { Sound } from './player.ts';
import type { CameraWord } from './timeline.ts';

/**
 * Why the music changes: the mood changed (`mood`), a lift went on (`lift`), the previous track ended (`ended`), everybody has left
 * (`left`), or somebody asked for it (`asked`).
 */
export type NoticedReason = 'mood' | 'lift' | 'ended' | 'left' | 'asked';

/**
 * Something that a person in the room would have noticed. `unheard` is how much of the track was left when it was replaced: 0 at its end,
 * absent for an endless track. `ends`: the music stops or begins to fade out; `silent`: there is no sound any more. `energy`: music that
 * follows the room becomes livelier or calmer, in tenths. `senses`: the devices that have a say in that mood. `over`: the timeline ends.
 */
export type Noticed = { readonly at: Instant } & (
  | { readonly kind: 'presence'; readonly presence: Presence }
  | { readonly kind: 'camera'; readonly camera: CameraWord }
  | { readonly kind: 'expression'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'mood'; readonly from: Mood; readonly to: Mood; readonly senses?: readonly string[] }
  | { readonly kind: 'begins'; readonly track: Track; readonly why: NoticedReason }
  | {
      readonly kind: 'changes';
      readonly from: Track;
      readonly unheard?: Ms;
      readonly track: Track;
      readonly why: NoticedReason;
      readonly blend: boolean;
    }
  | { readonly kind: 'ends'; readonly track: Track; readonly unheard?: Ms; readonly why: NoticedReason }
  | { readonly kind: 'pauses' | 'resumes'; readonly track: Track }
  | { readonly kind: 'silent' }
  | { readonly kind: 'energy'; readonly from: Share; readonly to: Share }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'over' }
);

/** Everything that can be noticed at one moment, and the reason for the last change of music. */
export type NoticedState = {
  readonly at: Instant;
  readonly camera: CameraWord;
  readonly presence: Presence;
  readonly expression: Expression;
  readonly mood: Mood;
  /** The names of other devices whose word counts now. */
  readonly senses: readonly string[];
  /** How lively the room is for its mood. */
  readonly energy: Share;
  readonly sound: Sound;
  readonly music: { readonly why: NoticedReason; readonly blend: boolean };
};

/** What a person notices between two moments. */
export function noticedSince(before: NoticedState, now: NoticedState): readonly Noticed[] {
  const { at, camera, expression, mood, presence, senses } = now;
  const all: Noticed[] = [];
  if (camera !== before.camera) all.push({ at, kind: 'camera', camera });
  if (presence.kind !== before.presence.kind) all.push({ at, kind: 'presence', presence });
  if (expression !== before.expression) all.push({ at, kind: 'expression', from: before.expression, to: expression });
  if (mood !== before.mood) all.push({ at, kind: 'mood', from: before.mood, to: mood, ...(senses.length > 0 && { senses }) });
  return [...all, ...heard(before, now), ...livelier(before, now)];
}

function heard({ at: then, sound: before }: NoticedState, { at, sound: now, music }: NoticedState): readonly Noticed[] {
  if (now.kind === 'silent')
    return before.kind === 'silent' ? [] : [...ending(before, elapsed(then, at), at, music.why), { at, kind: 'silent' }];
  const { track } = now;
  if (before.kind === 'silent') return [{ at, kind: 'begins', track, why: music.why }];
  if (track !== before.track) {
    if (before.kind !== 'playing') return [{ at, kind: 'begins', track, why: music.why }];
    const { blend, why } = music;
    return [{ at, kind: 'changes', from: before.track, ...unheard(before, elapsed(then, at)), track, why, blend }];
  }
  if (now.kind === before.kind) return [];
  if (now.kind === 'fading') return ending(before, elapsed(then, at), at, music.why);
  return [{ at, kind: now.kind === 'paused' ? 'pauses' : 'resumes', track }];
}

/** Only music that follows the room tells how lively it is. It begins in the middle. */
function livelier({ energy: then, sound: before }: NoticedState, { at, energy, sound: now }: NoticedState): readonly Noticed[] {
  if (!follows(now)) return [];
  const [from, to] = [follows(before) ? inTenths(then) : USUAL_ENERGY, inTenths(energy)];
  return from === to ? [] : [{ at, kind: 'energy', from, to }];
}

const follows = (sound: Sound): boolean => sound.kind !== 'silent' && sound.track.flow !== undefined;
const inTenths = (energy: Share): Share => share(Math.round(energy * 10) / 10);

/** Music that was fading out has already been reported as ending, when the fade began. */
function ending(before: Sound, since: Ms, at: Instant, why: NoticedReason): readonly Noticed[] {
  if (before.kind === 'silent' || before.kind === 'fading') return [];
  const rest = unheard(before, since);
  return [{ at, kind: 'ends', track: before.track, ...rest, why: rest.unheard === 0 ? 'ended' : why }];
}

/** How much of a track is left after another `since`. */
function unheard(sound: Exclude<Sound, { readonly kind: 'silent' }>, since: Ms): { readonly unheard?: Ms } {
  if (sound.left === undefined) return {};
  const left = sound.kind === 'paused' ? sound.left : sound.left - since;
  return { unheard: ms(Math.max(0, Math.round(left))) };
}
