import { strongest } from '../../domain/emotion.ts';
import type { PlannedMood } from '../../domain/plan.ts';
import type { CameraState, NamedCameraState, Report, SeenFace } from '../../domain/report.ts';
import type { Instant, Moment } from '../../domain/units.ts';
import { elapsed, moment, share } from '../../domain/units.ts';
import type { FaceInSight, RoomState } from '../../mood/room.ts';
import { facesIn, moodIn } from '../../mood/room.ts';

/** The part of a report about the faces in sight now; without their boxes if `boxes` is false. */
export function reportedFaces(room: RoomState, at: Instant, boxes = true): Pick<Report, 'scores' | 'unsure' | 'faces'> {
  const { reading } = room;
  if (reading.kind === 'nobody') return { unsure: false, faces: [] };
  const faces = facesIn(room, at).map((face) => reportedFace(face, boxes));
  return { scores: reading.scores, unsure: reading.kind === 'unsure', faces };
}

function reportedFace({ id, box, scores, camera, unsure, counts }: FaceInSight, boxes: boolean): SeenFace {
  const mood = strongest(scores);
  const score = share(Math.round(scores[mood] * 100) / 100);
  return { id, ...(boxes && { box }), mood, score, unsure, counts, ...(camera !== '' && { camera }) };
}

/**
 * The part of a report about faces out of sight: when the last one was seen, and whether the mood turned neutral, or follows the plan of
 * the day, without one.
 */
export function reportedAbsence(
  room: RoomState,
  at: Instant,
  today: Moment,
  planned?: PlannedMood,
): Pick<Report, 'blank' | 'faceSeenAt' | 'planned'> {
  const { blank } = room.feeling;
  const seen = room.presence.face?.at;
  return {
    ...(planned && { planned: planned.part }),
    ...(!planned && blank !== undefined && moodIn(room) === 'neutral' && { blank }),
    ...(seen !== undefined && { faceSeenAt: moment(today - elapsed(seen, at)) }),
  };
}

/** The part of a report about the senses of other devices. */
export function reportedSenses({ senses }: RoomState): Pick<Report, 'senses'> {
  const told = [...senses.values()].map(({ name, scores, weight }) => ({ name, emotion: strongest(scores), weight }));
  return told.length > 0 ? { senses: told } : {};
}

/** A camera that is on but closed is about to be opened; `off` means that somebody switched it off. */
export function cameraState(on: boolean, state: CameraState): CameraState {
  if (!on) return { kind: 'off' };
  return state.kind === 'off' ? { kind: 'opening' } : state;
}

/** All cameras as one: watching if any camera watches; lost if none does and at least one is lost, with the reasons of all lost ones. */
export function wholeCamera(cameras: readonly NamedCameraState[]): CameraState {
  const [first] = cameras;
  if (first && cameras.length === 1) return first.state;
  const watching = cameras.find(({ state }) => state.kind === 'watching');
  if (watching) return watching.state;
  const losses = cameras.flatMap(({ name, state }) => (state.kind === 'lost' ? [`${name}: ${state.why}`] : []));
  if (losses.length > 0) return { kind: 'lost', why: losses.join('; ') };
  return { kind: cameras.some(({ state }) => state.kind === 'opening') ? 'opening' : 'off' };
}
