import { useSignal } from '@preact/signals';
import { useCallback, useId } from 'preact/hooks';
import { ask } from '../../box/ask.ts';
import { Card } from '../../parts/card.tsx';
import { locale, words } from '../../words/words.ts';
import type { Level, Line } from './log-lines.ts';
import { fits, joined, LEVELS } from './log-lines.ts';
import { usePolling } from './polling.ts';

const t = words('upkeep');
const s = words('shell');

/** Milliseconds. */
const EVERY = 3000;

/** The log. Nothing is asked for until somebody opens it. */
export function Log() {
  const open = useSignal(false);
  return (
    <Card title={t('log')}>
      <p>{t('log_about')}</p>
      {open.value ? (
        <OpenLog />
      ) : (
        <div class="row">
          <button
            type="button"
            onClick={() => {
              open.value = true;
            }}
          >
            {t('log_show')}
          </button>
        </div>
      )}
    </Card>
  );
}

function OpenLog() {
  const lines = useSignal<readonly Line[] | undefined>(undefined);
  const problem = useSignal('');
  const level = useSignal<Level>('info');
  const room = useSignal('');
  const read = useCallback(async (): Promise<void> => {
    const known = lines.peek() ?? [];
    const after = known[known.length - 1]?.seq ?? 0;
    const { body, problem: why } = await ask('GET /api/log', { after });
    problem.value = why;
    if (why === '') lines.value = joined(known, body);
  }, [lines, problem]);
  usePolling(read, EVERY);
  if (!lines.value) return <p class="quiet">{problem.value || s('loading')}</p>;
  const rooms = [...new Set(lines.value.map((line) => line.room))].filter((name) => name !== '').sort();
  const shown = lines.value.filter((line) => fits(line, level.value, room.value)).reverse();
  return (
    <>
      <div class="filters">
        <Choice label={t('log_level')} value={level.value} onChoose={(value) => (level.value = value as Level)}>
          {LEVELS.map((each) => [each, t(`level_${each}`)])}
        </Choice>
        <Choice label={t('log_room')} value={room.value} onChoose={(value) => (room.value = value)}>
          {[['', t('log_everywhere')], ...rooms.map((name): [string, string] => [name, name])]}
        </Choice>
      </div>
      {problem.value !== '' && <p class="error small">{problem.value}</p>}
      {shown.length === 0 ? <p class="quiet">{t('log_empty')}</p> : <Lines lines={shown} />}
    </>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
  readonly children: readonly (readonly [value: string, word: string])[];
};

function Choice({ children, label, onChoose, value }: ChoiceProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {children.map(([each, word]) => (
          <option key={each} value={each}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The newest first, so that nothing moves away under the eyes of somebody who reads the top. */
const Lines = ({ lines }: { readonly lines: readonly Line[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be within reach of the keyboard
  <ol class="log" tabIndex={0} aria-label={t('log')} lang="en">
    {lines.map(({ at, event, fields, level, room, seq }) => (
      <li key={seq} class={`log-${level}`}>
        <span class="quiet">
          {clockOf(at)} · {level} · {room}
        </span>
        <strong>{event}</strong>
        {fields !== '{}' && <code>{fields}</code>}
      </li>
    ))}
  </ol>
);

const clockOf = (at: number): string => new Date(at).toLocaleTimeString(locale());
