import type { Blank, EmotionScores, Expression, Mood, Override } from './emotion.ts';
import type { GroupState, TransportState } from './group.ts';
import type { HistoryState } from './history.ts';
import type { Playback } from './music.ts';
import type { Presence } from './presence.ts';
import type { FaceBox } from './sight.ts';
import type { Moment, Percent, Px, Share } from './units.ts';

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

/** A face as it is told: where, and whether its scores are too low to have a part in the mood (`mood.min_confidence`). */
export type SeenFace = FaceBox & { readonly unsure: boolean; readonly camera?: string };

/** Releases of yt-dlp: the one in use and the newest that was heard of, as far as they are known. */
export type YtDlpState = { readonly installed?: string; readonly latest?: string };

/** Everything that the world may know of the box at this moment. Plain data; the newest one replaces all before it. */
export type Report = {
  readonly id: string;
  readonly version: string;
  /** The mood in force: the override if there is one, else what the room has been like over the last minutes. */
  readonly mood: Mood;
  /** True while nothing is known of the room yet: `away` is then no more than what a box assumes that has just begun to look. */
  readonly assumed?: boolean;
  /** Why the room's own mood is `neutral` although no face shows that; absent where the mood rests on faces. */
  readonly blank?: Blank;
  /** What the faces show now. */
  readonly expression: Expression;
  /** Whether somebody is where this box is, what that rests on, and since when it has been so. */
  readonly presence: Presence & { readonly since: Moment };
  readonly override: Override;
  /** When the override ends by itself; absent where it does not. */
  readonly until?: Moment;
  /** Whether the music follows the mood by itself. */
  readonly autoplay: boolean;
  /** What people want of the music, whatever the mood. */
  readonly will: TransportState;
  /** Smoothed scores of the faces that decide, or of the unsure ones where there are no others; absent when nobody is in sight. */
  readonly scores?: EmotionScores;
  /** Somebody is in sight, but no face that counts is sure: what is seen changes no mood. */
  readonly unsure: boolean;
  /** The share of the leading emotion of what the mood rests on, which in a group is what all its boxes see; 0 when nobody is in sight. */
  readonly confidence: Share;
  /** The faces in sight now. */
  readonly faces: readonly SeenFace[];
  /** When a face was last in sight of this box; absent until there has been one. */
  readonly faceSeenAt?: Moment;
  /** A picture was looked at within the last second. Where it was not, `faces` does not tell who is there. */
  readonly sees: boolean;
  readonly playback: Playback;
  /** The music is fading out, or has faded out, because everybody has left. */
  readonly leaving?: true;
  /** Somebody has said that they like what is being heard. */
  readonly liked: boolean;
  /** Music is wanted, and for a minute none has been found that can be played. */
  readonly noMusic: boolean;
  readonly volume: Percent;
  /** False where music has no loudspeaker to come from. */
  readonly audible: boolean;
  /** Several cameras as one: watching if any camera is, lost if none is and at least one is lost. */
  readonly camera: CameraState;
  /** Each camera by itself; absent if the box has only one. */
  readonly cameras?: readonly NamedCameraState[];
  readonly broker: BrokerState;
  readonly history: HistoryState;
  /** The boxes that agree with this one; absent without a group. */
  readonly group?: GroupState;
  /** Frames a second that were really looked at, over the last seconds, and how many were dropped in all; of all cameras together. */
  readonly fps: number;
  readonly dropped: number;
  /** How warm the machine is, whole °C; absent where it cannot tell. */
  readonly temperature?: number;
  /** Absent where moodbox does not keep yt-dlp fresh. */
  readonly ytdlp?: YtDlpState;
};

/** A discrete event for automations: the mood in force has changed. */
export type MoodChange = { readonly from: Mood; readonly to: Mood; readonly confidence: Share };
