import type { Expression, Mood } from '../domain/emotion.ts';
import { evened } from '../domain/emotion.ts';
import type { SightNews } from '../domain/group.ts';
import type { Presence } from '../domain/presence.ts';
import type { Face, Sighting } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import type { Instant, Ms } from '../domain/units.ts';
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
import type { FacesThatCount, RoomReading } from './reading.ts';
import { countedIn, readingOf, unsureIn } from './reading.ts';
import type { SenseSettings, Senses } from './senses.ts';
import { heldAt, joined, NO_SENSES, senseReading } from './senses.ts';
import type { Faces } from './smoothing.ts';
import { smooth } from './smoothing.ts';
import type { Witnesses } from './witness.ts';
import { isMissed, missed, witnessed } from './witness.ts';

/** How presence, expression and mood follow from what is seen; the `mood` and `presence` sections of the configuration. */
export type MoodSettings = FeelingSettings &
  SenseSettings & {
    readonly of: FacesThatCount;
    readonly smoothing: Ms;
    /** Faces are read against their own baselines. */
    readonly personal?: boolean;
    /** A camera's faces count only if at least this many are sure at once, so that the mood is never that of fewer people. Default: 1. */
    readonly people?: number;
    readonly presence: PresenceSettings;
  };

/** What one camera sees: its faces' running averages, and the ids of those that are too unsure to count towards the mood. */
export type CameraView = {
  readonly at: Instant;
  /** Until then this counts as what the camera sees now. */
  readonly freshUntil: Instant;
  readonly inSight: Sighting['faces'];
  readonly people: People;
  readonly faces: Faces;
  readonly unsure: ReadonlySet<number>;
  /** The ids of the faces on which a sure `reading` rests. */
  readonly counted: ReadonlySet<number>;
  readonly reading: RoomReading;
};

/**
 * What else is known about a moment: whether any camera is watching, what a sensor in the home reports (if there is one), and which
 * cameras are not working.
 */
export type MomentContext = {
  readonly watching: boolean;
  readonly sensor?: boolean | undefined;
  readonly losses?: Losses;
};

/** Everything that the mood of a room rests on. `reading` joins what all its cameras see now. */
export type RoomState = {
  readonly views: ReadonlyMap<string, CameraView>;
  readonly reading: RoomReading;
  readonly presence: PresenceState;
  readonly witnesses: Witnesses;
  /** What other devices say of how people feel. */
  readonly senses: Senses;
  readonly feeling: Feeling;
};

/** The view of a camera that has sent no picture for this long is forgotten. */
const FORGET = ms(60_000);

/** A room that has not been looked at yet: assumed to be empty. */
export const beginRoom = (): RoomState => ({
  views: new Map(),
  reading: { kind: 'nobody' },
  presence: beginPresence,
  witnesses: new Map(),
  senses: NO_SENSES,
  feeling: beginFeeling,
});

export const moodIn = ({ feeling }: RoomState): Mood => feeling.mood;
export const expressionIn = ({ feeling }: RoomState): Expression => expressionOf(feeling);
export const presenceIn = ({ presence }: RoomState): Presence => presence.presence;

/** The room after one more sighting of one of its cameras. Pure: time comes with the sighting. */
export function stepRoom(state: RoomState, sighting: Sighting, settings: MoodSettings, around: MomentContext = SEEING): RoomState {
  const { at, camera = '', moved = false } = sighting;
  const views = new Map([...heldIn(state, at, around), [camera, viewed(state.views.get(camera), sighting, settings)]]);
  return stepped({ ...state, views, witnesses: testified(state, sighting) }, { at, moved, ...around }, settings);
}

/** The room at a moment without a sighting. Views older than a minute are forgotten. */
export function passTime(state: RoomState, at: Instant, settings: MoodSettings, around: MomentContext): RoomState {
  const views = new Map([...heldIn(state, at, around)].filter(([, view]) => elapsed(view.at, at) < FORGET));
  return stepped({ ...state, views }, { at, moved: false, ...around }, settings);
}

const SEEING: MomentContext = { watching: true };

const heldIn = ({ views, presence }: RoomState, at: Instant, { losses = NO_LOSSES }: MomentContext): RoomState['views'] =>
  held(views, losses, presence.at ?? at, at);

function stepped(
  state: RoomState,
  moment: MomentContext & { readonly at: Instant; readonly moved: boolean },
  settings: MoodSettings,
): RoomState {
  const { at } = moment;
  const reading = readingAt(state.views, at, settings);
  const witnesses = missed(state.witnesses, (moment.losses ?? NO_LOSSES).lost, at);
  const seen = stepPresence(state.presence, { ...moment, face: reading.kind !== 'nobody' }, settings.presence);
  const presence = doubted(seen, witnesses, moment, settings.presence);
  const senses = heldAt(state.senses, at);
  const evidence = joined(reading, senseReading(senses, at), settings);
  const feeling = feel(state.feeling, { at, reading, evidence, presence: presence.presence.kind }, settings);
  return { views: state.views, reading, presence, witnesses, senses, feeling };
}

/** A single movement in an empty room is not yet a sign of life. */
function testified({ presence, witnesses }: RoomState, { at, camera = '', faces, moved }: Sighting): Witnesses {
  const seen = faces.length > 0 || (moved && presence.presence.kind === 'present');
  return seen ? witnessed(witnesses, camera, at) : witnesses;
}

/**
 * The remaining cameras cannot see somebody who is in view of a lost one, so the room is not known to be empty. A sensor covers the whole
 * room.
 */
function doubted(
  state: PresenceState,
  witnesses: Witnesses,
  { at, sensor }: MomentContext & { readonly at: Instant },
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

/** The room with nobody's usual expression known: what the network says of faces has changed, so all of it is learnt anew. */
export const forgetBaselines = (state: RoomState): RoomState => ({
  ...state,
  views: new Map([...state.views].map(([camera, view]) => [camera, { ...view, people: new Map() }])),
});

/** The room with the present reading as its mood at once (the paper's "capture emotion"); undefined unless the reading is sure. */
export function captureRoom(state: RoomState, at: Instant, settings: MoodSettings): RoomState | undefined {
  const feeling = captureFeeling(state.feeling, state.reading, at, settings);
  return feeling && { ...state, feeling };
}

/** A face that a camera sees now, with its smoothed scores. `counts`: the reading of the room rests on it. */
export type FaceInSight = Face & { readonly camera: string; readonly unsure: boolean; readonly counts: boolean };

/** The faces that all cameras see now, largest first. */
export function facesIn({ views, reading }: RoomState, at: Instant): readonly FaceInSight[] {
  const inSight = ([camera, view]: readonly [string, CameraView]): readonly FaceInSight[] =>
    view.inSight.map((face) => ({
      ...face,
      scores: view.faces.get(face.id)?.scores ?? face.scores,
      camera,
      unsure: view.unsure.has(face.id),
      counts: reading.kind === 'sure' && view.counted.has(face.id),
    }));
  return [...views]
    .filter(([, view]) => isFresh(view, at))
    .flatMap(inSight)
    .sort((a, b) => area(b.box) - area(a.box));
}

function viewed(before: CameraView | undefined, { at, faces: inSight }: Sighting, settings: MoodSettings): CameraView {
  const people = settings.personal ? observe(before?.people ?? new Map(), { at, faces: inSight }) : new Map();
  const faces = smooth(before?.faces ?? new Map(), readPersonally(inSight, people), at, settings.smoothing);
  const unsure = withEnough(unsureIn(inSight, faces, settings.min_confidence), inSight, settings.people ?? 1);
  return {
    at,
    freshUntil: freshFrom(at, before?.at),
    inSight,
    people,
    faces,
    unsure,
    counted: new Set(countedIn(settings.of, inSight, unsure).map(({ id }) => id)),
    reading: readingOf(settings.of, inSight, unsure, faces),
  };
}

/** The unsure faces: all of them if fewer than `people` are sure. */
const withEnough = (unsure: ReadonlySet<number>, inSight: Sighting['faces'], people: number): ReadonlySet<number> =>
  inSight.length - unsure.size < people ? new Set(inSight.map(({ id }) => id)) : unsure;

/** Whether any camera has sent a picture recently, so that "no face in sight" means something. */
export const seesIn = ({ views }: RoomState, at: Instant): boolean => fresh(views, at).length > 0;

/** What the box reports to other boxes: the reading of its one camera, or the joint reading of several. */
export function sightIn({ views, reading }: RoomState, at: Instant, of: MoodSettings['of']): SightNews {
  const sights = fresh(views, at).map((view) => sightOf(view, of));
  if (reading.kind === 'nobody') return { kind: 'nobody' };
  const faces = sights.reduce((sum, sight) => sum + (sight.kind === reading.kind ? sight.faces : 0), 0);
  return { kind: reading.kind, faces: Math.max(1, faces), scores: evened(reading.scores) };
}

/** The reading of one camera, or the joint reading of several, joined as in a group of boxes. */
function readingAt(views: RoomState['views'], at: Instant, { of }: MoodSettings): RoomReading {
  const present = fresh(views, at);
  const [first] = present;
  if (present.length <= 1) return first?.reading ?? { kind: 'nobody' };
  return jointReading(present.map((view) => sightOf(view, of)));
}

const fresh = (views: RoomState['views'], at: Instant): readonly CameraView[] => [...views.values()].filter((view) => isFresh(view, at));
