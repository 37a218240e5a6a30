import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { EmotionScores } from '../../../../src/domain/emotion.ts';
import type { SeenFace } from '../../../../src/domain/report.ts';
import { ask } from '../../box/ask.ts';
import { report } from '../../box/report.ts';
import { Bars } from '../../parts/bars.tsx';
import { Card } from '../../parts/card.tsx';
import { words } from '../../words/words.ts';
import { chooseFace } from './cameras.ts';
import { faceSentence } from './face-words.ts';
import { Why } from './why.tsx';

const t = words('camera');

/** Milliseconds between two looks at the scores of a single face. */
const LOOKS = 1000;

type ChosenProps = { readonly faces: readonly SeenFace[]; readonly focus: SeenFace };

/** The faces in words, and the scores of the one in focus. */
export function Chosen({ faces, focus }: ChosenProps) {
  const scores = useScores(focus, faces.length);
  return (
    <Card title={t('scores')}>
      <ul class="face-list" aria-label={t('faces_list')}>
        {faces.map((face) => (
          <li key={face.id}>
            <button type="button" aria-pressed={face === focus} class={face.unsure ? 'doubtful' : ''} onClick={() => chooseFace(face)}>
              {faceSentence(face)}
            </button>
          </li>
        ))}
      </ul>
      {scores && <Bars scores={scores} />}
      <Why face={focus} key={`${focus.camera}/${focus.id}`} />
    </Card>
  );
}

/** The scores of a face. Those of a lone face are in the report; of several, the box is asked while somebody looks. */
function useScores({ id, camera = '' }: SeenFace, count: number): EmotionScores | undefined {
  const asked = useSignal<{ readonly key: string; readonly scores: EmotionScores } | undefined>(undefined);
  const key = `${camera}/${id}`;
  const isAlone = count === 1 && report.value?.faces.length === 1;
  useEffect(() => {
    if (isAlone) return;
    const look = async (): Promise<void> => {
      if (document.hidden) return;
      const { problem, body } = await ask('GET /api/faces', undefined);
      const found = problem === '' ? body.faces.find((face) => face.id === id && (face.camera ?? '') === camera) : undefined;
      if (found) asked.value = { key, scores: found.scores as EmotionScores };
    };
    void look();
    const timer = setInterval(() => void look(), LOOKS);
    return () => clearInterval(timer);
  }, [asked, camera, id, isAlone, key]);
  return isAlone ? report.value?.scores : asked.value?.key === key ? asked.value.scores : undefined;
}
