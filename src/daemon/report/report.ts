import type { GroupState } from '../../domain/group.ts';
import type { PlannedMood } from '../../domain/plan.ts';
import type { CameraState, LivePictureState, NamedCameraState, Report } from '../../domain/report.ts';
import type { Moment } from '../../domain/units.ts';
import type { History } from '../../history/port.ts';
import type { RoomState } from '../../mood/room.ts';
import { seesIn } from '../../mood/room.ts';
import type { Publisher } from '../../mqtt/port.ts';
import type { Releases } from '../../music/port.ts';
import type { Player } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { reportedAbsence, reportedFaces, reportedSenses, wholeCamera } from './reported-faces.ts';

/** What the director knows about the room and about what people want. */
type Decided = Pick<Report, 'mood' | 'expression' | 'presence' | 'override' | 'autoplay' | 'will' | 'confidence'> & {
  readonly assumed: boolean;
  readonly until: Moment | undefined;
  readonly leaving: boolean;
  readonly planned?: PlannedMood | undefined;
  readonly room: RoomState;
  readonly cameraOn: boolean;
};

/** What the cameras deliver. */
type Cameras = Pick<Report, 'fps' | 'dropped'> & { readonly states: (on: boolean) => readonly NamedCameraState[] };

/** What is known of the music besides what the player does; a part that is not known is undefined. */
export type MusicNews = { readonly [Part in 'progress' | 'next' | 'cover' | 'undoable']: Report[Part] | undefined };

/** Everything that a report is made from. */
export type ReportSources = Pick<Report, 'id' | 'name' | 'version' | 'liked' | 'noMusic'> & {
  readonly onlyPiece?: boolean;
  readonly guest: Report['guest'] | undefined;
  readonly announcing: Report['announcing'] | undefined;
  readonly announceFailed: Report['announceFailed'] | undefined;
  readonly music: MusicNews;
  readonly director: Decided;
  readonly cameras: Cameras;
  /** Whether the report says where in the picture the faces are. */
  readonly boxes: boolean;
  readonly livePicture?: { readonly state: LivePictureState | undefined };
  readonly player: Pick<Player, 'playback' | 'volume' | 'audible' | 'rooms'>;
  readonly publisher: Pick<Publisher, 'state'>;
  readonly history: Pick<History, 'state'>;
  readonly group: GroupState | undefined;
  readonly ytdlp?: Pick<Releases, 'state'> | undefined;
  readonly temperature: () => number | undefined;
  readonly clock: Clock;
  readonly today: () => Moment;
};

/** The state of the box at this moment, for MQTT, the page and the log. */
export function reportOf(sources: ReportSources): Report {
  const { id, name, version, liked, noMusic, player, publisher, history, group, ytdlp } = sources;
  const temperature = sources.temperature();
  return {
    ...{ id, version, liked, noMusic },
    ...(sources.onlyPiece && { onlyPiece: true }),
    ...announced(sources),
    ...(name !== undefined && { name }),
    ...decided(sources),
    ...{ playback: player.playback, volume: player.volume, audible: player.audible },
    ...(player.rooms && { rooms: player.rooms.all.filter(({ connected }) => connected).length }),
    ...known(sources.music),
    ...seen(sources),
    broker: publisher.state,
    history: history.state,
    ...(group && { group }),
    ...(temperature !== undefined && { temperature }),
    ...(ytdlp && { ytdlp: ytdlp.state }),
  };
}

const announced = ({ announcing, announceFailed, guest }: ReportSources) => ({
  ...(guest && { guest }),
  ...(announcing && { announcing }),
  ...(announceFailed && { announceFailed }),
});

const known = ({ progress, next, cover, undoable }: MusicNews) => ({
  ...(progress && { progress }),
  ...(next && { next }),
  ...(cover !== undefined && { cover }),
  ...(undoable && { undoable }),
});

function decided({ director }: ReportSources) {
  const { assumed, autoplay, confidence, expression, leaving, mood, override, presence, until, will } = director;
  return {
    ...{ mood, expression, presence, override, autoplay, will, confidence },
    ...(assumed && { assumed }),
    ...(until !== undefined && { until }),
    ...(leaving && { leaving }),
  };
}

function seen({ boxes, cameras, clock, director, livePicture, today }: ReportSources) {
  const { cameraOn, room } = director;
  const states = cameras.states(cameraOn);
  const camera: CameraState = wholeCamera(states);
  return {
    ...reportedFaces(room, clock.now(), boxes),
    ...reportedAbsence(room, clock.now(), today(), director.planned),
    ...reportedSenses(room),
    sees: seesIn(room, clock.now()),
    camera,
    ...(states.length > 1 && { cameras: states }),
    ...(livePicture?.state && { preview: livePicture.state }),
    ...{ fps: cameras.fps, dropped: cameras.dropped },
  };
}
