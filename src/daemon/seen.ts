import type { CameraState, Report } from '../domain/report.ts';
import type { Sighting } from '../domain/sight.ts';
import type { RoomState } from '../mood/room.ts';

/** What a report tells of the faces. `last` may be older than the room, which goes on without frames: then nobody is in sight any more. */
export function inSight({ reading, unsure }: RoomState, last: Sighting | undefined): Pick<Report, 'scores' | 'unsure' | 'faces'> {
  if (reading.kind === 'nobody') return { unsure: false, faces: [] };
  const faces = last?.faces.map(({ id, box }) => ({ ...box, unsure: unsure.has(id) })) ?? [];
  return { scores: reading.scores, unsure: reading.kind === 'unsure', faces };
}

/** A camera that is on but closed is about to be opened; `off` means that somebody wants it so. */
export function cameraState(on: boolean, state: CameraState): CameraState {
  if (!on) return { kind: 'off' };
  return state.kind === 'off' ? { kind: 'opening' } : state;
}
