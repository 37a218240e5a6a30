import type { CameraState } from '../../../src/domain/report.ts';
import type { ReportView } from '../../../src/web/report-view.ts';
import { timeOf } from '../words/formats.ts';
import { words } from '../words/words.ts';

const t = words('camera');

/** Why the box thinks that somebody is here, or that nobody is. */
export function hereOf({ camera, faces, presence }: ReportView): string {
  switch (presence.kind) {
    case 'present':
      return presence.by === 'face' && faces.length > 0 ? t('here_face_now') : t(`here_${presence.by}`);
    case 'absent':
      return t(camera.kind === 'watching' ? 'nobody_since' : 'sensor_since', { time: timeOf(presence.since) });
    default:
      return t(`unknown_${camera.kind}`);
  }
}

/** The line above the bars: how many faces there are, unless a line above has said so already. */
export function seenOf({ camera, faces, faceSeenAt, presence }: ReportView): string {
  if (camera.kind !== 'watching') return presence.kind === 'unknown' ? '' : t(`blind_${camera.kind}`);
  if (faces.length === 0) return facelessOf(faceSeenAt, presence);
  const unsure = faces.filter((face) => face.unsure).length;
  return t('faces', { count: faces.length, unsure, doubt: doubtOf(faces.length, unsure) });
}

function doubtOf(count: number, unsure: number): 'none' | 'all' | 'some' {
  if (unsure === 0) return 'none';
  return unsure === count ? 'all' : 'some';
}

/** While somebody is here, the line below the mood already says that no face is in sight, and the reason says when the last one was. */
function facelessOf(faceSeenAt: number | undefined, presence: ReportView['presence']): string {
  if (presence.kind === 'present' && (presence.by === 'face' || faceSeenAt === undefined)) return '';
  if (faceSeenAt === undefined) return t('faceless_yet');
  const isSaid = presence.kind === 'absent' && timeOf(faceSeenAt) === timeOf(presence.since);
  return isSaid ? '' : t('face_last', { time: timeOf(faceSeenAt) });
}

/** What the camera is doing. With several cameras: how many are watching, and then a line for each. */
export function cameraState({ camera, cameras, fps }: ReportView): readonly string[] {
  if (!cameras || camera.kind === 'off') return [oneCamera(camera, fps)];
  const watching = cameras.filter(({ state }) => state.kind === 'watching').length;
  const all = watching > 0 ? [t('watching_some', { watching, all: cameras.length, fps: Math.round(fps) })] : [];
  return [...all, ...cameras.map(({ name, state }) => `${name}: ${oneCamera(state)}`)];
}

function oneCamera(camera: CameraState, fps?: number): string {
  switch (camera.kind) {
    case 'watching':
      return fps === undefined ? t('state_watching') : t('state_watching_fps', { fps: Math.round(fps) });
    case 'opening':
      return t('state_opening');
    case 'off':
      return t('state_off');
    case 'lost':
      return t('state_lost', { why: sentence(camera.why) });
    default:
      return camera satisfies never;
  }
}

/** A reason as a full sentence. One that begins with an address is not capitalised. */
const sentence = (why: string): string =>
  `${/^[a-z]+ /.test(why) ? why.charAt(0).toUpperCase() + why.slice(1) : why}${/[.!?…]$/.test(why) ? '' : '.'}`;
