import type { Expression, Mood } from '../domain/emotion.ts';
import type { SightNews } from '../domain/group.ts';
import type { Presence } from '../domain/presence.ts';
import type { Sighting } from '../domain/sight.ts';
import type { Instant, Ms, Share } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Feeling, FeelingSettings } from './feeling.ts';
import { beginFeeling, captureFeeling, expressionOf, feel } from './feeling.ts';
import { jointReading, sightOf } from './joint.ts';
import type { Losses } from './losses.ts';
import { freshFrom, held, isFresh, NO_LOSSES } from './losses.ts';
import type { People } from './people.ts';
import { observe, readPersonally } from './people.ts';
import type { PresenceSettings, PresenceState } from './presence.ts';
import { beginPresence, stepPresence } from './presence.ts';
import type { RoomReading } from './reading.ts';
import { readingOf, unsureIn } from './reading.ts';
import type { Faces } from './smoothing.ts';
import { smooth } from './smoothing.ts';
import type { Witnesses } from './witness.ts';
import { isMissed, missed, witnessed } from './witness.ts';

/** How presence, expression and mood are told from what is seen; the `mood` and `presence` sections of the configuration. */
export type MoodSettings = FeelingSettings & {
  readonly of: 'largest' | 'group';
  readonly min_confidence: Share;
  readonly smoothing: Ms;
  /** Faces are read against their own baselines. */
  readonly personal?: boolean;
  readonly presence: PresenceSettings;
};

/** What one camera sees: its faces' running averages, and those in sight that are too unsure to have a part in the mood. */
export type CameraView = {
  readonly at: Instant;
  /** Until then it counts as what the camera sees now. */
  readonly freshUntil: Instant;
  readonly inSight: Sighting['faces'];
  readonly people: People;
  readonly faces: Faces;
  readonly unsure: ReadonlySet<number>;
  readonly reading: RoomReading;
};

/**
 * What else is known of a moment: whether a camera looks at all, what a sensor of the home says, where there is one, and which cameras
 * are not working.
 */
export type Around = {
  readonly watching: boolean;
  readonly sensor?: boolean | undefined;
  readonly losses?: Losses;
};

/** All that the mood of a room rests on. `reading` is what all its cameras see now, as one. */
export type RoomState = {
  readonly views: ReadonlyMap<string, CameraView>;
  readonly reading: RoomReading;
  readonly presence: PresenceState;
  readonly witnesses: Witnesses;
  readonly feeling: Feeling;
};

/** A camera that has shown nothing for so long is forgotten. */
const FORGET = ms(60_000);

/** A room that nobody has looked at yet: empty, for all that is known. */
export const beginRoom = (): RoomState => ({
  views: new Map(),
  reading: { kind: 'nobody' },
  presence: beginPresence,
  witnesses: new Map(),
  feeling: beginFeeling,
});

export const moodIn = ({ feeling }: RoomState): Mood => feeling.mood;
export const expressionIn = ({ feeling }: RoomState): Expression => expressionOf(feeling);
export const presenceIn = ({ presence }: RoomState): Presence => presence.presence;

/** The room after one more sighting of one of its cameras. Pure: time comes with the sighting. */
export function stepRoom(state: RoomState, sighting: Sighting, manners: MoodSettings, around: Around = SEEING): RoomState {
  const { at, camera = '', moved = false } = sighting;
  const views = new Map([...heldIn(state, at, around), [camera, viewed(state.views.get(camera), sighting, manners)]]);
  return stepped({ ...state, views, witnesses: testified(state, sighting) }, { at, moved, ...around }, manners);
}

/** The room at a moment for which no camera has shown anything. What a camera saw that has been gone for a minute is forgotten. */
export function passTime(state: RoomState, at: Instant, manners: MoodSettings, around: Around): RoomState {
  const views = new Map([...heldIn(state, at, around)].filter(([, view]) => elapsed(view.at, at) < FORGET));
  return stepped({ ...state, views }, { at, moved: false, ...around }, manners);
}

const SEEING: Around = { watching: true };

const heldIn = ({ views, presence }: RoomState, at: Instant, { losses = NO_LOSSES }: Around): RoomState['views'] =>
  held(views, losses, presence.at ?? at, at);

function stepped(state: RoomState, moment: Around & { readonly at: Instant; readonly moved: boolean }, manners: MoodSettings): RoomState {
  const { at } = moment;
  const reading = readingAt(state.views, at, manners);
  const witnesses = missed(state.witnesses, (moment.losses ?? NO_LOSSES).lost, at);
  const seen = stepPresence(state.presence, { ...moment, face: reading.kind !== 'nobody' }, manners.presence);
  const presence = doubted(seen, witnesses, moment, manners.presence);
  const feeling = feel(state.feeling, { at, reading, presence: presence.presence.kind }, manners);
  return { views: state.views, reading, presence, witnesses, feeling };
}

/** A single movement in an empty room is not yet a sign of life. */
function testified({ presence, witnesses }: RoomState, { at, camera = '', faces, moved }: Sighting): Witnesses {
  const seen = faces.length > 0 || (moved && presence.presence.kind === 'present');
  return seen ? witnessed(witnesses, camera, at) : witnesses;
}

/**
 * The cameras that are left cannot see somebody in view of a lost one, so the room is not known to be empty. A sensor speaks for the whole
 * room.
 */
function doubted(
  state: PresenceState,
  witnesses: Witnesses,
  { at, sensor }: Around & { readonly at: Instant },
  { hold }: PresenceSettings,
) {
  const doubtful = state.presence.kind === 'absent' && sensor === undefined && isMissed(witnesses, hold, at);
  return doubtful ? { ...state, presence: { kind: 'unknown' } as const } : state;
}

/** The room when its cameras are switched off: what they saw is forgotten, and the mood stays. */
export const closeEyes = (state: RoomState): RoomState => ({
  ...state,
  views: new Map(),
  reading: { kind: 'nobody' },
  witnesses: new Map(),
  feeling: { ...state.feeling, expression: { mood: 'away' } },
});

/** The room with what is seen now for its mood, at once (the paper's "capture emotion"); nothing where no face that counts is sure. */
export function captureRoom(state: RoomState, at: Instant, manners: MoodSettings): RoomState | undefined {
  const feeling = captureFeeling(state.feeling, state.reading, at, manners);
  return feeling && { ...state, feeling };
}

/** The faces that all cameras see now, largest first, each with whether it is unsure. */
export function facesIn(
  { views }: RoomState,
  at: Instant,
): readonly (Sighting['faces'][number] & { readonly unsure: boolean; readonly camera: string })[] {
  return [...views]
    .filter(([, view]) => isFresh(view, at))
    .flatMap(([camera, { inSight, unsure }]) => inSight.map((face) => ({ ...face, camera, unsure: unsure.has(face.id) })))
    .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
}

function viewed(before: CameraView | undefined, { at, faces: inSight }: Sighting, manners: MoodSettings): CameraView {
  const people = manners.personal ? observe(before?.people ?? new Map(), { at, faces: inSight }) : new Map();
  const faces = smooth(before?.faces ?? new Map(), readPersonally(inSight, people), at, manners.smoothing);
  const unsure = unsureIn(inSight, faces, manners.min_confidence);
  return { at, freshUntil: freshFrom(at), inSight, people, faces, unsure, reading: readingOf(manners.of, inSight, unsure, faces) };
}

/** Whether any camera has shown a picture lately, so that no face in sight means that there is none. */
export const seesIn = ({ views }: RoomState, at: Instant): boolean => fresh(views, at).length > 0;

/** What the box tells other boxes of what it sees: of one camera as it is, of several the joint reading. */
export function sightIn({ views, reading }: RoomState, at: Instant, of: MoodSettings['of']): SightNews {
  const sights = fresh(views, at).map((view) => sightOf(view, of));
  if (reading.kind === 'nobody') return { kind: 'nobody' };
  const faces = sights.reduce((sum, sight) => sum + (sight.kind === reading.kind ? sight.faces : 0), 0);
  return { kind: reading.kind, faces: Math.max(1, faces), scores: reading.scores };
}

/** One camera's reading as it is; those of several joined as the boxes of a group join theirs. */
function readingAt(views: RoomState['views'], at: Instant, { of }: MoodSettings): RoomReading {
  const present = fresh(views, at);
  const [first] = present;
  if (present.length <= 1) return first?.reading ?? { kind: 'nobody' };
  return jointReading(present.map((view) => sightOf(view, of)));
}

const fresh = (views: RoomState['views'], at: Instant): readonly CameraView[] => [...views.values()].filter((view) => isFresh(view, at));
