import type { EmotionScores } from '../../../src/domain/emotion.ts';
import { EMOTIONS, strongest } from '../../../src/domain/emotion.ts';
import { moodWord } from '../sentences/mood.ts';
import { percentOf } from '../words/formats.ts';

/** A bar for each emotion; the strongest stands out. */
export function Bars({ scores }: { readonly scores: EmotionScores }) {
  const leader = strongest(scores);
  return (
    <ul class="bars">
      {EMOTIONS.map((emotion) => (
        <li key={emotion} class={emotion === leader ? 'bar leads' : 'bar'} data-mood={emotion}>
          <span>{moodWord(emotion)}</span>
          <span class="line">
            <span class="fill" style={{ transform: `scaleX(${scores[emotion]})` }} />
          </span>
          <span class="value">{percentOf(scores[emotion])}</span>
        </li>
      ))}
    </ul>
  );
}
