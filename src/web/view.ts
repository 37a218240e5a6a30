import { basename } from 'node:path';
import { scoresBy } from '../domain/emotion.ts';
import type { Playback, Track } from '../domain/music.ts';
import type { BrokerState, CameraState, Report, SeenFace } from '../domain/report.ts';
import { share } from '../domain/units.ts';
import { withoutSecrets } from '../shared/secrets.ts';
import type { PlaybackView, ReportView, TrackView } from './report-view.ts';

export type { ReportView, TrackView } from './report-view.ts';

export const viewOf = (report: Report): ReportView => ({
  ...report,
  ...(report.scores && { scores: scoresBy((emotion) => rounded(report.scores?.[emotion] ?? 0)) }),
  confidence: share(rounded(report.confidence)),
  fps: Math.round(report.fps),
  faces: report.faces.map(faceView),
  playback: playbackView(report.playback),
  camera: cameraView(report.camera),
  ...(report.cameras && { cameras: report.cameras.map(({ name, state }) => ({ name, state: cameraView(state) })) }),
  broker: brokerView(report.broker),
});

/** Nobody reads a third digit, and it never rests. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

const faceView = (face: SeenFace): SeenFace => (face.camera === undefined ? face : { ...face, camera: placeOf(face.camera) });

function playbackView(playback: Playback): PlaybackView {
  return playback.kind === 'silent' ? playback : { ...playback, track: trackView(playback.track) };
}

/** Names the fields that may be told instead of leaving out those that may not: a field that Track gains later stays inside. */
function trackView({ title, source, mood, duration, endless, because }: Track): TrackView {
  return {
    title,
    source,
    mood,
    ...(duration !== undefined && { duration }),
    ...(endless !== undefined && { endless }),
    ...(because && { because }),
  };
}

function cameraView(camera: CameraState): CameraState {
  if (camera.kind === 'watching') return { ...camera, source: placeOf(camera.source) };
  return camera.kind === 'lost' ? { ...camera, why: withoutSecrets(camera.why) } : camera;
}

function brokerView(broker: BrokerState): BrokerState {
  const url = withoutSecrets(broker.url);
  return broker.kind === 'lost' ? { ...broker, url, why: withoutSecrets(broker.why) } : { ...broker, url };
}

/** A device by its path, a file only by its name, an address only by its host. */
const placeOf = (source: string): string => (/^\/(?!dev\/)/.test(source) ? basename(source) : withoutSecrets(source));
