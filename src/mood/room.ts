import type { EmotionScores, Mood } from '../domain/emotion.ts';
import type { Sighting } from '../domain/sight.ts';
import type { Ms } from '../domain/units.ts';
import { scoresOf } from './group.ts';
import type { Manners, Settling } from './settle.ts';
import { settle } from './settle.ts';
import type { Faces } from './smoothing.ts';
import { smooth } from './smoothing.ts';

/** How a mood is told from what is seen; the `mood` section of the configuration. */
export type MoodManners = Manners & { readonly of: 'largest' | 'group'; readonly smoothing: Ms };

/** All that the mood of a room rests on. `scores` are the room's smoothed scores now; absent when nobody is in sight. */
export type RoomState = {
  readonly mood: Mood;
  readonly scores?: EmotionScores;
  readonly faces: Faces;
  readonly settling: Settling;
};

/** An empty room. */
export const beginRoom = (): RoomState => ({ mood: 'away', faces: new Map(), settling: { mood: 'away' } });

/** The room after one more sighting. Pure: time comes with the sighting. */
export function stepRoom(state: RoomState, sighting: Sighting, manners: MoodManners): RoomState {
  const faces = smooth(state.faces, sighting.faces, sighting.at, manners.smoothing);
  const scores = scoresOf(manners.of, sighting.faces, faces);
  const settling = settle(state.settling, { at: sighting.at, scores }, manners);
  return { mood: settling.mood, faces, settling, ...(scores && { scores }) };
}
