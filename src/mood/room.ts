import type { Mood } from '../domain/emotion.ts';
import type { Sighting } from '../domain/sight.ts';
import type { Instant, Ms, Share } from '../domain/units.ts';
import type { People } from './people.ts';
import { observe, readPersonally } from './people.ts';
import type { Reading } from './reading.ts';
import { readingOf, unsureIn } from './reading.ts';
import type { Manners, Settling } from './settle.ts';
import { captured, settle } from './settle.ts';
import type { Faces } from './smoothing.ts';
import { smooth } from './smoothing.ts';

/** How a mood is told from what is seen; the `mood` section of the configuration. `personal`: faces are read against their own baselines. */
export type MoodManners = Manners & {
  readonly of: 'largest' | 'group';
  readonly min_confidence: Share;
  readonly smoothing: Ms;
  readonly personal?: boolean;
};

/** All that the mood of a room rests on. `reading` is what is seen now; `unsure` are the ids of the faces in sight that are too unsure. */
export type RoomState = {
  readonly mood: Mood;
  readonly reading: Reading;
  readonly unsure: ReadonlySet<number>;
  readonly people: People;
  readonly faces: Faces;
  readonly settling: Settling;
};

/** A room that nobody has looked at yet: empty, for all that is known. */
export const beginRoom = (): RoomState => ({
  mood: 'away',
  reading: { kind: 'nobody' },
  unsure: new Set(),
  people: new Map(),
  faces: new Map(),
  settling: { mood: 'away', new: true },
});

/** The room after one more sighting. Pure: time comes with the sighting. */
export function stepRoom(state: RoomState, sighting: Sighting, manners: MoodManners): RoomState {
  const people = manners.personal ? observe(state.people, sighting) : state.people;
  const faces = smooth(state.faces, readPersonally(sighting.faces, people), sighting.at, manners.smoothing);
  const unsure = unsureIn(sighting.faces, faces, manners.min_confidence);
  const reading = readingOf(manners.of, sighting.faces, unsure, faces);
  const settling = settle(state.settling, { at: sighting.at, reading }, manners);
  return { mood: settling.mood, reading, unsure, people, faces, settling };
}

/** The room with what is seen now for its mood, without hold and margin (the paper's "capture emotion"); nothing where no face that counts is sure. */
export function captureRoom(state: RoomState, at: Instant): RoomState | undefined {
  const settling = captured(state.reading, at);
  return settling && { ...state, mood: settling.mood, settling };
}
