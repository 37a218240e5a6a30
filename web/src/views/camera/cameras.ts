import { computed, signal } from '@preact/signals';
import type { CameraState, SeenFace } from '../../../../src/domain/report.ts';
import type { CameraAnswer } from '../../../../src/web/api/camera.ts';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { report } from '../../box/report.ts';

/** The camera that somebody has chosen among several; undefined until then. */
const chosen = signal<string | undefined>(undefined);
/** The face that somebody has chosen, by its camera and id. */
const chosenFace = signal<{ readonly camera: string; readonly id: number } | undefined>(undefined);

/** What the box says that the page may show of the camera; undefined until it has said so. */
export const allowed = signal<CameraAnswer | undefined>(undefined);

/** The names of the cameras; one empty name if the box has only one. */
export const namesIn = ({ cameras }: ReportView): readonly string[] => cameras?.map(({ name }) => name) ?? [''];

/** The camera on the stage. */
export const shownCamera = computed((): string => {
  const names = report.value ? namesIn(report.value) : [''];
  return chosen.value !== undefined && names.includes(chosen.value) ? chosen.value : (names[0] ?? '');
});

export const chooseCamera = (name: string): void => {
  chosen.value = name;
};

export const chooseFace = ({ id, camera = '' }: SeenFace): void => {
  chosenFace.value = { camera, id };
};

/** What this camera is doing. */
export const stateOf = ({ camera, cameras }: ReportView, name: string): CameraState =>
  cameras?.find((each) => each.name === name)?.state ?? camera;

/** The faces that this camera sees. */
export const facesOf = ({ faces }: ReportView, name: string): readonly SeenFace[] => faces.filter(({ camera = '' }) => camera === name);

/** The face whose scores are shown: the chosen one while it is in sight, else the one that counts, else the largest. */
export function faceInFocus(faces: readonly SeenFace[], name: string): SeenFace | undefined {
  const wanted = chosenFace.value;
  const chosenOne = wanted?.camera === name ? faces.find(({ id }) => id === wanted.id) : undefined;
  return chosenOne ?? faces.find(({ counts }) => counts) ?? faces[0];
}
