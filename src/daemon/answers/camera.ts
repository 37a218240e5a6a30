import type { Preview } from '../../config/schema.ts';
import { zonesIn } from '../../config/zones.ts';
import type { EmotionScores } from '../../domain/emotion.ts';
import { scoresBy, strongest } from '../../domain/emotion.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Explanation } from '../../inference/port.ts';
import type { FaceInSight } from '../../mood/room.ts';
import type { CAMERA_ENDPOINTS, ExplainAnswer, ZonesAnswer } from '../../web/api/camera.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { ReadingExplainer } from '../sensing/explainer.ts';
import type { LivePicture } from '../sensing/live-picture.ts';
import type { Zones } from '../sensing/zones.ts';

export type CameraAnswerParts = {
  readonly preview: Preview;
  readonly zones: Zones;
  readonly livePicture: LivePicture;
  readonly explainer: ReadingExplainer;
  /** The faces in sight now. */
  readonly faces: () => readonly FaceInSight[];
};

/** Answers what the page asks about the cameras. */
export const cameraAnswers = ({
  explainer,
  faces,
  livePicture,
  preview,
  zones,
}: CameraAnswerParts): AnswersOf<typeof CAMERA_ENDPOINTS> => ({
  'GET /api/camera': async () => done({ cameras: [...zones.cameras], preview, explain: explainer.allowed }),
  'GET /api/faces': async () => done({ faces: faces().map(scoredFace) }),
  'GET /api/zones': async () => done(zonesNow(zones)),
  'PUT /api/zones': async ({ drawn }) => drawZones(zones, drawn),
  'POST /api/explain': async ({ camera, id }) => {
    const explained = await explainer.explain(camera, id);
    return explained.ok ? done(explainedFace(explained.value, camera)) : explained;
  },
  'POST /api/preview': async ({ on }, { level, address }) => {
    if (level === 'stranger') return failed(refusal('preview_owners'));
    if (!on) {
      livePicture.stop();
      return done({});
    }
    const started = livePicture.start({ level, address });
    return started.ok ? done({ until: started.value.until }) : started;
  },
  'GET /api/preview.jpg': async ({ camera }) => {
    const picture = await livePicture.picture(camera);
    return picture.ok ? done({ bytes: picture.value }) : picture;
  },
});

const zonesNow = ({ configured, drawn }: Zones): ZonesAnswer => ({ configured: [...configured], drawn: [...drawn] });

function drawZones(zones: Zones, asked: ZonesAnswer['drawn']): Result<ZonesAnswer, Refusal> {
  let drawn: ReturnType<typeof zonesIn>;
  try {
    drawn = zonesIn(asked);
  } catch {
    return failed(refusal('zone_outside'));
  }
  const taken = zones.draw(drawn);
  return taken.ok ? done(zonesNow(zones)) : taken;
}

const scoredFace = ({ id, camera, scores }: FaceInSight): { id: number; camera?: string; scores: EmotionScores } => ({
  id,
  ...(camera !== '' && { camera }),
  scores: scoresBy((emotion) => inHundredths(scores[emotion])),
});

function explainedFace({ id, box, grid, region, scores }: Explanation, camera: string): ExplainAnswer {
  const mood = strongest(scores);
  return {
    id,
    ...(camera !== '' && { camera }),
    ...{ mood, score: inHundredths(scores[mood]), side: Math.sqrt(grid.length), grid: Array.from(grid, inHundredths) },
    face: {
      x: (box.x - region.x) / region.width,
      y: (box.y - region.y) / region.height,
      width: box.width / region.width,
      height: box.height / region.height,
    },
  };
}

const inHundredths = (value: number): number => Math.round(value * 100) / 100;
