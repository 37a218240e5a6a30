import { useSignal } from '@preact/signals';
import type { SeenFace } from '../../../../src/domain/report.ts';
import type { ExplainAnswer } from '../../../../src/web/api/camera.ts';
import { ask } from '../../box/ask.ts';
import { isAtLeast } from '../../box/rights.ts';
import { Face } from '../../parts/face.tsx';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';
import { allowed } from './cameras.ts';
import { faceLabel } from './face-words.ts';

const t = words('camera');

/** Milliseconds: reading a face 324 times takes a Raspberry Pi a second or two. */
const PATIENCE = 20_000;

/** The button that asks why a face was read as it was, and the answer as a map of the face. */
export function Why({ face }: { readonly face: SeenFace }) {
  const answer = useSignal<ExplainAnswer | undefined>(undefined);
  const busy = useSignal(false);
  if (!allowed.value?.explain || !isAtLeast('owner')) return null;
  const explain = async (): Promise<void> => {
    busy.value = true;
    const { problem, body } = await ask('POST /api/explain', { id: face.id, camera: face.camera ?? '' }, PATIENCE);
    busy.value = false;
    if (problem === '') answer.value = body;
    else toast({ kind: 'problem', text: problem });
  };
  return (
    <div class="explain">
      <button type="button" disabled={busy.value} onClick={() => void explain()}>
        {t(busy.value ? 'why_busy' : 'why')}
      </button>
      <div aria-live="polite">{answer.value && <WhyMap answer={answer.value} />}</div>
    </div>
  );
}

/** What in the face spoke for the reading, and what against it: a grid over a drawn face. No picture of the person leaves the box. */
function WhyMap({ answer }: { readonly answer: ExplainAnswer }) {
  const { face, grid, mood, score, side } = answer;
  const unit = 100 / side;
  return (
    <figure class="why-map">
      <div class="why-picture" aria-hidden="true" data-mood={mood}>
        <svg viewBox="0 0 100 100" aria-hidden="true">
          {grid.map((value, at) => {
            const [x, y] = [(at % side) * unit, Math.floor(at / side) * unit];
            const strength = Math.round(Math.abs(value) * 100) / 100;
            return strength < FAINT ? null : (
              <rect
                key={`${x}/${y}`}
                class={value > 0 ? 'for' : 'against'}
                x={x}
                y={y}
                width={unit}
                height={unit}
                fill-opacity={strength}
              />
            );
          })}
        </svg>
        <div class="why-face" style={placeOf(face)}>
          <Face mood={mood} close />
        </div>
      </div>
      <figcaption>
        <p>{t('why_said', { face: faceLabel({ mood, score: score as NonNullable<SeenFace['score']>, unsure: false }) })}</p>
        <p class="quiet small">{t(whyKey(grid, side))}</p>
        <ul class="why-legend small">
          <li class="for">{t('why_for')}</li>
          <li class="against">{t('why_against')}</li>
        </ul>
      </figcaption>
    </figure>
  );
}

/** Weaker shades are left out. */
const FAINT = 0.08;
/** A third of the map must carry this much more than the others to be named. */
const CLEARLY = 1.25;

const placeOf = ({ x, y, width, height }: ExplainAnswer['face']) => ({
  left: `${100 * x}%`,
  top: `${100 * y}%`,
  width: `${100 * width}%`,
  height: `${100 * height}%`,
});

/** Says in words where what speaks for the emotion lies: for those who cannot see the map. */
export function whyKey(grid: readonly number[], side: number): 'why_eyes' | 'why_nose' | 'why_mouth' | 'why_nowhere' {
  const thirds = [0, 1, 2].map((third) =>
    grid.reduce((sum, value, at) => sum + (Math.floor((3 * Math.floor(at / side)) / side) === third ? Math.max(0, value) : 0), 0),
  );
  const [eyes = 0, nose = 0, mouth = 0] = thirds;
  const most = Math.max(eyes, nose, mouth);
  const next = eyes + nose + mouth - most - Math.min(eyes, nose, mouth);
  if (most === 0 || most < CLEARLY * next) return 'why_nowhere';
  return most === eyes ? 'why_eyes' : most === mouth ? 'why_mouth' : 'why_nose';
}
