import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { SearchesAnswer } from '../../../../src/web/api/music.ts';
import { ask } from '../../box/ask.ts';
import { moodWord } from '../../sentences/mood.ts';
import { linesOf, linesProblem, WORD_BOUNDS } from '../../sentences/search-words.ts';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';

const t = words('music');

type MoodWords = SearchesAnswer['moods'][number];
type WordsFormProps = { readonly of: MoodWords; readonly close: (changed?: MoodWords) => void };

/** Changes the words of a mood: one search a line. */
export function WordsForm({ of, close }: WordsFormProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const error = useSignal('');
  useEffect(() => area.current?.focus(), []);
  const send = async (lines: readonly string[] | null): Promise<void> => {
    const { body, problem } = await ask('PUT /api/searches', { mood: of.mood, words: lines && [...lines] });
    error.value = problem;
    if (problem !== '') return;
    toast({ kind: 'done', text: t('words_saved') });
    close(body);
  };
  const save = (event: Event): void => {
    event.preventDefault();
    const lines = linesOf(area.current?.value ?? '');
    error.value = linesProblem(lines);
    if (error.peek() === '') void send(lines);
    else area.current?.focus();
  };
  return (
    <form class="field" noValidate onSubmit={save}>
      <label for={id}>{t('words_field', { mood: moodWord(of.mood) })}</label>
      <p class="quiet small" id={`${id}-hint`}>
        {t('words_bounds', WORD_BOUNDS)}
      </p>
      <textarea
        id={id}
        ref={area}
        rows={Math.max(3, of.words.length + 1)}
        defaultValue={of.words.join('\n')}
        aria-describedby={`${id}-hint ${id}-error`}
        aria-invalid={error.value !== '' || undefined}
      />
      <p class="error" id={`${id}-error`} role="alert">
        {error.value}
      </p>
      <div class="row">
        <button type="submit" class="primary">
          {t('save')}
        </button>
        <button type="button" onClick={() => close()}>
          {t('cancel')}
        </button>
        {of.changed && (
          <button type="button" onClick={() => void send(null)}>
            {t('words_usual')}
          </button>
        )}
      </div>
    </form>
  );
}
