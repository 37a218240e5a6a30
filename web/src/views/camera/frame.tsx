import type { ComponentChildren } from 'preact';
import type { CameraState, SeenFace } from '../../../../src/domain/report.ts';
import { Face } from '../../parts/face.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { percentOf } from '../../words/formats.ts';
import { chooseFace } from './cameras.ts';
import { labelPlace } from './label-place.ts';

/** The shape of a picture whose camera has not said it yet. */
const USUAL = { width: 16, height: 9 };
const CROWN = 'M2 8l5 4 5-8 5 8 5-4-2 11H4z';

type Size = { readonly width: number; readonly height: number };

/** The size of a camera's picture, as long as it watches. */
export const sizeOf = (state: CameraState): Size => (state.kind === 'watching' ? state : USUAL);

type FrameProps = { readonly state: CameraState; readonly label: string; readonly mode: string; readonly children: ComponentChildren };

/** An empty frame in the shape of the camera's picture. */
export function Frame({ state, label, mode, children }: FrameProps) {
  const { width, height } = sizeOf(state);
  return (
    <section class={`frame ${state.kind} ${mode}`} aria-label={label}>
      <div class="frame-shape" style={{ paddingBottom: `${(100 * height) / width}%` }} />
      <div class="frame-inside">{children}</div>
    </section>
  );
}

type FacesProps = { readonly faces: readonly SeenFace[]; readonly size: Size; readonly focus: SeenFace | undefined };

/** Where the faces are, and what each shows. The list below the frame says the same in words, so screen readers leave this out. */
export function Faces({ faces, size, focus }: FacesProps) {
  return (
    <div class="faces" aria-hidden="true">
      {faces.map(
        (face) => face.box && <FaceBox key={`${face.camera}/${face.id}`} face={face} box={face.box} size={size} isFocus={face === focus} />,
      )}
    </div>
  );
}

type FaceBoxProps = {
  readonly face: SeenFace;
  readonly box: NonNullable<SeenFace['box']>;
  readonly size: Size;
  readonly isFocus: boolean;
};

function FaceBox({ face, box, size, isFocus }: FaceBoxProps) {
  const share = (length: number, of: number): string => `${(100 * length) / of}%`;
  const place = {
    left: share(box.x, size.width),
    top: share(box.y, size.height),
    width: share(box.width, size.width),
    height: share(box.height, size.height),
  };
  const states = [face.unsure && 'doubtful', face.counts && 'counts', isFocus && 'focus'].filter(Boolean).join(' ');
  const label = labelPlace(box, size);
  return (
    <>
      <button type="button" tabIndex={-1} class={`face-box ${states}`} data-mood={face.mood} style={place} onClick={() => chooseFace(face)}>
        <Face mood={face.mood ?? 'unknown'} close />
        {face.counts && (
          <svg class={box.y / size.height < HIGH ? 'crown low' : 'crown'} viewBox="0 0 24 24" aria-hidden="true">
            <path d={CROWN} />
          </svg>
        )}
      </button>
      <span class={`face-label ${label.where} ${states}`} style={label.style}>
        <FaceReading face={face} />
      </span>
    </>
  );
}

/** Above a face that begins higher than this share of the picture there is no room for a crown. */
const HIGH = 0.1;

/** Nothing is told of a face in a venue. */
function FaceReading({ face: { mood, score, unsure } }: { readonly face: SeenFace }) {
  if (mood === undefined || score === undefined) return null;
  return (
    <>
      <i>
        {moodWord(mood)}
        {unsure ? '? ' : ' '}
      </i>
      {percentOf(score)}
    </>
  );
}
