import type { ComponentChildren } from 'preact';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { settingMark } from '../../sentences/setting-mark.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import { faceInFocus, facesOf, shownCamera, stateOf } from './cameras.ts';
import { Faces, Frame, sizeOf } from './frame.tsx';
import './camera.css';

const t = words('camera');

type StageProps = {
  readonly now: ReportView;
  /** What the frame is used for beside showing faces: the class of its style. */
  readonly mode?: '' | 'editing' | 'live-stage';
  /** What lies behind the faces. */
  readonly behind?: ComponentChildren;
  /** What lies over them. */
  readonly children?: ComponentChildren;
};

/** The stage: an empty frame of the camera's shape with the faces that it sees, or what to do where there are none. */
export function CameraStage({ now, mode = '', behind, children }: StageProps) {
  const name = shownCamera.value;
  const state = stateOf(now, name);
  const faces = facesOf(now, name);
  const isEmpty = mode !== 'editing' && (state.kind !== 'watching' || (faces.length === 0 && mode === ''));
  return (
    <Frame state={state} label={t('stage')} mode={mode}>
      {state.kind === 'watching' && behind}
      {state.kind === 'watching' && <Faces faces={faces} size={sizeOf(state)} focus={faceInFocus(faces, name)} />}
      {children}
      {isEmpty && <EmptyWords now={now} />}
    </Frame>
  );
}

/** What the empty stage means, and what to do about it. */
function EmptyWords({ now }: { readonly now: ReportView }) {
  const state = stateOf(now, shownCamera.value);
  const isHidden = state.kind === 'watching' && now.faces.some(({ box }) => box === undefined);
  return (
    <p class="frame-words">
      <Linked text={isHidden ? t('stage_hidden', { setting: settingMark('web.preview') }) : t(`stage_${state.kind}`)} />
    </p>
  );
}
