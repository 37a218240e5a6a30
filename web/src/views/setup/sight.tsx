import type { FaceBox } from '../../../../src/domain/sight.ts';
import type { ReportView } from '../../../../src/web/report-view.ts';
import { words } from '../../words/words.ts';

const t = words('setup');

/** An empty frame of the camera's shape with the faces that it sees, as boxes: no picture is shown. */
export function Sight({ now }: { readonly now: ReportView }) {
  const { camera, faces } = now;
  if (camera.kind !== 'watching') return <p class="quiet">{t(`camera_${camera.kind}`)}</p>;
  const { width, height } = camera;
  return (
    <figure class="sight">
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <rect class="frame" width={width} height={height} />
        {faces.map(({ box, id, unsure }) => box && <rect key={id} class={unsure ? 'seen unsure' : 'seen'} {...rectangleOf(box)} />)}
      </svg>
      <figcaption>
        <p role="status">{t('sees', { count: faces.length })}</p>
      </figcaption>
    </figure>
  );
}

const rectangleOf = ({ x, y, width, height }: FaceBox) => ({ x, y, width, height });
