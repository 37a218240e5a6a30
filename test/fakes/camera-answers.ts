import type { Preview } from '../../src/config/schema.ts';
import { cameraAnswers } from '../../src/daemon/answers/camera.ts';
import { ReadingExplainer } from '../../src/daemon/sensing/explainer.ts';
import { LivePicture } from '../../src/daemon/sensing/live-picture.ts';
import { Zones } from '../../src/daemon/sensing/zones.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import type { Face } from '../../src/domain/sight.ts';
import { px } from '../../src/domain/units.ts';
import type { Explanation, FaceExplainer } from '../../src/inference/port.ts';
import type { FaceInSight } from '../../src/mood/room.ts';
import { systemClock, today } from '../../src/shared/async/clock.ts';
import { FakeLog } from './log.ts';
import { stateFolder } from './web-config.ts';

const happy = scoresBy((emotion) => ({ happy: 0.82, neutral: 0.1, surprise: 0.05 })[emotion as string] ?? 0.0075);
const face: Face = { id: 1, box: { x: px(220), y: px(120), width: px(140), height: px(140) }, scores: happy };

/** Eyes that see one happy face at once, whose mouth speaks for the emotion. */
const eyes: FaceExplainer = {
  explainNext: async (id, signal): Promise<Explanation | undefined> => {
    if (id !== undefined && id !== face.id) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    if (signal.aborted) return undefined;
    const grid = Float32Array.from({ length: 256 }, (_, at) => (at >= 160 && at < 208 && at % 16 > 3 && at % 16 < 12 ? 0.9 : -0.1));
    return { ...face, region: { x: px(206), y: px(106), width: px(168), height: px(168) }, grid };
  },
};

/** What may differ: what `web.preview` allows, the cameras by name, and the faces in sight. */
export type FakeCameras = {
  readonly preview?: Preview;
  readonly cameras?: readonly string[];
  readonly faces?: () => readonly FaceInSight[];
};

/** The daemon's own answers about its cameras, in front of made-up eyes. */
export function cameraParts({ preview = 'stage', cameras = [''], faces }: FakeCameras = {}) {
  const log = new FakeLog();
  const zones = Zones.open({ dir: stateFolder(), configured: [], cameras, log });
  const livePicture = new LivePicture({ allowed: preview === 'picture', clock: systemClock, today, log });
  const explainer = new ReadingExplainer({ viewpoints: cameras.map((name) => ({ name, eyes })), clock: systemClock, allowed: true });
  const inSight: readonly FaceInSight[] = [{ ...face, camera: cameras[0] ?? '', unsure: false, counts: true }];
  const answers = cameraAnswers({ preview, zones, livePicture, explainer, faces: faces ?? (() => inSight) });
  return { zones, livePicture, answers };
}
