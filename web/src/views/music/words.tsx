import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SearchesAnswer } from '../../../../src/web/api/music.ts';
import { useAsked } from '../../box/asked.ts';
import { Card } from '../../parts/card.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { settingMark } from '../../sentences/setting-mark.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import { Problem } from './problem.tsx';
import { WordsForm } from './words-form.tsx';

const t = words('music');

type MoodWords = SearchesAnswer['moods'][number];

/** What is searched for in each mood. */
export function Words() {
  const asked = useAsked('GET /api/searches', undefined);
  const { answer, take } = asked;
  const editing = useSignal<string | undefined>(undefined);
  const shown = (answer?.moods ?? []).filter(({ mood, words: wanted }) => mood !== 'away' || wanted.length > 0);
  const isUsed = shown.some(({ youtube }) => youtube);
  const close = (changed?: MoodWords): void => {
    editing.value = undefined;
    if (changed && answer) take({ moods: answer.moods.map((each) => (each.mood === changed.mood ? changed : each)) });
  };
  return (
    <Card title={t('words')}>
      <Problem asked={asked} />
      {answer && (
        <p class="quiet small">
          <Linked text={isUsed ? t('words_hint') : t('words_unused', { setting: settingMark('music.order') })} />
        </p>
      )}
      {isUsed && (
        <ul class="words">
          {shown.map((each) => (
            <MoodLine
              key={each.mood}
              of={each}
              isOpen={editing.value === each.mood}
              open={() => {
                editing.value = each.mood;
              }}
              close={close}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

type MoodLineProps = {
  readonly of: MoodWords;
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: (changed?: MoodWords) => void;
};

/** A mood and its words, or the form in which they are changed. Afterwards the keyboard is where it was. */
function MoodLine({ of, isOpen, open, close }: MoodLineProps) {
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const mood = moodWord(of.mood);
  return (
    <li data-mood={of.mood}>
      <div class="words-line">
        <div>
          <h3>
            {mood} {of.changed && <span class="mark">{t('words_changed')}</span>}
          </h3>
          <p class="quiet small">{of.words.length === 0 ? t('words_none') : of.words.join(' · ')}</p>
        </div>
        {!isOpen && (
          <button type="button" class="slim" ref={button} aria-label={t('words_change_of', { mood })} onClick={open}>
            {t('words_change')}
          </button>
        )}
      </div>
      {isOpen && <WordsForm of={of} close={close} />}
    </li>
  );
}
