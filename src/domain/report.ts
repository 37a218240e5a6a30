import type { AccessLevel } from './access.ts';
import type { Emotion, EmotionScores, Expression, Mood, NeutralReason, Override } from './emotion.ts';
import type { GroupState, TransportState } from './group.ts';
import type { Feedback, HistoryState } from './history.ts';
import type { Playback, TrackSource } from './music.ts';
import type { PartOfDay } from './plan.ts';
import type { Presence } from './presence.ts';
import type { Refusal } from './refusal.ts';
import type { FaceBox } from './sight.ts';
import type { GuestState } from './sound-guest.ts';
import type { Moment, Ms, Percent, Px, Share } from './units.ts';

export type CameraState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'watching'; readonly source: string; readonly width: Px; readonly height: Px }
  | { readonly kind: 'lost'; readonly why: string }
  | { readonly kind: 'off' };

/** What one of several cameras is doing. */
export type NamedCameraState = { readonly name: string; readonly state: CameraState };

export type BrokerState =
  | { readonly kind: 'connecting'; readonly url: string }
  | { readonly kind: 'connected'; readonly url: string }
  | { readonly kind: 'lost'; readonly url: string; readonly why: string };

/** A face in the report. */
export type SeenFace = {
  /** Stays the same while its camera follows this face. Each camera counts for itself, and no id is used again. */
  readonly id: number;
  /** Where it is, in pixels of the camera's picture; absent if `web.preview` is off. */
  readonly box?: FaceBox;
  /** The emotion that leads its smoothed scores, and the score, to 0.01; absent in a venue. */
  readonly mood?: Emotion;
  readonly score?: Share;
  /** Its scores are too low to count (`mood.min_confidence`). */
  readonly unsure: boolean;
  /** The reading of the room rests on it. */
  readonly counts: boolean;
  /** The name of its camera; absent if the box has only one. */
  readonly camera?: string;
};

/** Releases of yt-dlp, if known: the one in use, and the newest that the last update found. */
export type YtDlpState = { readonly installed?: string; readonly latest?: string };

/** Who is looking at the live picture, and when that ends by itself at the latest. */
export type LivePictureState = { readonly by: AccessLevel; readonly until: Moment };
/**
 * How far the track has come. It was at `position` at the moment `since`, and has played on from there; without `since` it is paused at
 * `position`. So the report stays the same while a track plays on undisturbed. `duration`: its length, if it is known. `seekable`: the
 * command `seek` can move in it.
 */
export type PlayProgress = {
  readonly position: Ms;
  readonly since?: Moment;
  readonly duration?: Ms;
  readonly seekable: boolean;
};

/** What will probably be heard next: a track that was found ahead. */
export type UpNext = { readonly title: string; readonly source: TrackSource };

/** What `undo` would take back now: what somebody said of which track, and when. */
export type Undoable = { readonly kind: Feedback['kind']; readonly title: string; readonly at: Moment };

/** A message that is being fetched or spoken, and since when. */
export type Announcing = { readonly title: string; readonly since: Moment };

/** An announcement that was not heard, or not to its end, and why. */
export type FailedAnnouncement = { readonly title: string; readonly at: Moment; readonly why: Refusal };

/** What another device says: the emotion that leads its word, and how much it is trusted. */
export type ReportedSense = { readonly name: string; readonly emotion: Emotion; readonly weight: Share };

/** Everything that the outside world may know about the box at this moment. Plain data; each report replaces the one before. */
export type Report = {
  readonly id: string;
  /** The name of the box for people; absent if it has none. */
  readonly name?: string;
  readonly version: string;
  /** The configuration is wrong: the page is open for the settings, and nothing else works. */
  readonly safeMode?: true;
  /** The mood in force: the override if there is one, else what the room has been like over the last minutes. */
  readonly mood: Mood;
  /** True while nothing is known about the room yet: `away` is then only what a box assumes at its start. */
  readonly assumed?: boolean;
  /** Why the room's own mood is `neutral` although no face shows that; absent if the mood rests on faces. */
  readonly blank?: NeutralReason;
  /** The mood comes from the plan of the day, for this part of it, because no face can be read. `blank` is absent then. */
  readonly planned?: PartOfDay;
  /** What other devices say of how people feel, while that counts; absent if none does. */
  readonly senses?: readonly ReportedSense[];
  /** What the faces show now. */
  readonly expression: Expression;
  /** Whether somebody is in this box's room, what that rests on, and since when. */
  readonly presence: Presence & { readonly since: Moment };
  readonly override: Override;
  /** When the override expires; absent if it does not. */
  readonly until?: Moment;
  /** Whether the music follows the mood by itself. */
  readonly autoplay: boolean;
  /** Whether people want the music playing, paused or stopped, whatever the mood. */
  readonly will: TransportState;
  /** Smoothed scores of the faces that count, or of the unsure ones if there are no others; absent when nobody is in sight. */
  readonly scores?: EmotionScores;
  /** Somebody is in sight, but no face is sure enough to change the mood. */
  readonly unsure: boolean;
  /** The share of the leading emotion in the reading (in a group, the reading of all boxes); 0 when nobody is in sight. */
  readonly confidence: Share;
  /** The faces in sight now. */
  readonly faces: readonly SeenFace[];
  /** When a face was last in sight of this box; absent until there has been one. */
  readonly faceSeenAt?: Moment;
  /** A picture was looked at within the last second. If not, `faces` does not show who is there. */
  readonly sees: boolean;
  readonly playback: Playback;
  /** The music is fading out, or has faded out, because everybody has left. */
  readonly leaving?: true;
  /** How far the track that plays or is paused has come; absent in silence and while it loads. */
  readonly progress?: PlayProgress;
  /** What comes next; absent unless it was found ahead. */
  readonly next?: UpNext;
  /** The picture that belongs to what is heard, or to the mood in silence: its id for `GET /api/cover`; absent until there is one. */
  readonly cover?: string;
  /** Somebody has liked the track that is playing. */
  readonly liked: boolean;
  /** What can be taken back; absent after a few minutes, and if nothing has been said. */
  readonly undoable?: Undoable;
  /** Who plays on the loudspeaker instead of moodbox, or has just left; absent if nobody does. `playback` is silent then. */
  readonly guest?: GuestState;
  /** The announcement whose turn it is; absent without one. */
  readonly announcing?: Announcing;
  /** The last announcement, if it was not heard to its end; absent after the next one that is, and after ten minutes. */
  readonly announceFailed?: FailedAnnouncement;
  /** Music is wanted, but for a minute nothing playable has been found. */
  readonly noMusic: boolean;
  /** Other music was asked for, but this is the only piece that there is, and it began again. */
  readonly onlyPiece?: true;
  readonly volume: Percent;
  /** False if there is no loudspeaker for the music. */
  readonly audible: boolean;
  /** How many rooms of Snapcast are connected; absent if the music plays in one place. */
  readonly rooms?: number;
  /** Several cameras as one: watching if any camera is, lost if none is and at least one is lost. */
  readonly camera: CameraState;
  /** Each camera's own state; absent if the box has only one. */
  readonly cameras?: readonly NamedCameraState[];
  /** Somebody is looking at the live picture; absent if nobody is. */
  readonly preview?: LivePictureState;
  readonly broker: BrokerState;
  readonly history: HistoryState;
  /** This box's group; absent without one. */
  readonly group?: GroupState;
  /** Frames per second that were looked at in the last seconds, and the total of dropped frames, for all cameras together. */
  readonly fps: number;
  readonly dropped: number;
  /** The processor's temperature in whole °C; absent if the machine does not report one. */
  readonly temperature?: number;
  /** Absent if moodbox does not update yt-dlp. */
  readonly ytdlp?: YtDlpState;
};

/** An event for automations: the mood has changed. */
export type MoodChange = { readonly from: Mood; readonly to: Mood; readonly confidence: Share };
