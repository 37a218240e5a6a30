import { useSignal } from '@preact/signals';
import type { SourcesAnswer } from '../../../../src/web/api/music.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { settingMark } from '../../sentences/setting-mark.ts';
import { sourceName } from '../../sentences/tracks.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import type { Outcome } from './search-result.tsx';
import { Result, searched } from './search-result.tsx';

const t = words('music');

const LONGEST = 80;

type SearchProps = {
  readonly sources: SourcesAnswer['sources'];
  /** Called after a search that failed: its source may rest from now on. */
  readonly failed: () => void;
};

/** Searches one source, and plays what somebody chooses once. */
export function Search({ sources, failed }: SearchProps) {
  const usable = sources.filter(({ name, state }) => name !== 'loops' && state.kind !== 'off').map(({ name }) => name);
  const outcome = useSignal<Outcome>({ kind: 'none' });
  const error = useSignal('');
  const typed = useSignal('');
  const chosen = useSignal<string | undefined>(undefined);
  const source = usable.find((name) => name === chosen.value) ?? usable[0];
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted = typed.peek().trim();
    error.value = wanted === '' ? t('search_empty') : '';
    if (wanted === '' || source === undefined) return;
    const running: Outcome = { kind: 'running', words: wanted, source };
    outcome.value = running;
    const found = await searched(running);
    if (outcome.peek() === running) outcome.value = found; // else another search has taken its place
    if (found.kind === 'failed') failed();
  };
  return (
    <Card title={t('search')}>
      {source === undefined ? (
        <p class="quiet">
          <Linked text={t('search_nowhere', { setting: settingMark('music.order') })} />
        </p>
      ) : (
        <form noValidate onSubmit={(event) => void submit(event)}>
          <Field
            {...{
              type: 'search',
              label: t('search_words'),
              hint: t('search_hint'),
              error: error.value,
              value: typed.value,
              maxLength: LONGEST,
            }}
            onInput={({ currentTarget }) => {
              typed.value = currentTarget.value;
            }}
          />
          {usable.length > 1 && (
            <Where
              sources={usable}
              chosen={source}
              choose={(name) => {
                chosen.value = name;
              }}
            />
          )}
          <button type="submit" class="primary" aria-busy={outcome.value.kind === 'running'}>
            {t('search_do')}
          </button>
        </form>
      )}
      <Result outcome={outcome.value} />
    </Card>
  );
}

type WhereProps = { readonly sources: readonly string[]; readonly chosen: string; readonly choose: (name: string) => void };

function Where({ sources, chosen, choose }: WhereProps) {
  return (
    <fieldset class="where">
      <legend>{t('search_where')}</legend>
      <div class="row">
        {sources.map((name) => (
          <button key={name} type="button" aria-pressed={name === chosen} onClick={() => choose(name)}>
            {sourceName(name)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
