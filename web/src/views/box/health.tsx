import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { DoctorAnswer } from '../../../../src/web/api/box-shapes.ts';
import { ask } from '../../box/ask.ts';
import { Card } from '../../parts/card.tsx';
import { toast } from '../../shell/toast.ts';
import { timeOf } from '../../words/formats.ts';
import { spokenLanguage, words } from '../../words/words.ts';
import { KeyLinks } from '../settings/key-links.tsx';
import { checkName } from './checks.ts';
import { verdictOf } from './sentences.ts';

const t = words('upkeep');

/** Milliseconds. The checks may take some seconds on a small machine. */
const LIMIT = 25_000;
type Check = DoctorAnswer['checks'][number];

/** How the box is: in a sentence first, then what each check found. */
export function Health() {
  const found = useSignal<DoctorAnswer | undefined>(undefined);
  const busy = useSignal(true);
  const problem = useSignal('');
  const examine = useCallback(
    async (again: boolean): Promise<void> => {
      busy.value = true;
      const { body, problem: why } = await ask('POST /api/doctor', { again }, LIMIT);
      busy.value = false;
      problem.value = why;
      if (why === '') found.value = body;
      else if (found.peek()) toast({ kind: 'problem', text: why });
    },
    [busy, found, problem],
  );
  useEffect(() => void examine(false), [examine]);
  const { value } = found;
  return (
    <Card title={t('health')} class="health">
      <p class="verdict" role="status">
        {value ? verdictOf(value) : problem.value || t('checking')}
      </p>
      {value && <Lines checks={value.checks} />}
      <div class="row">
        <button type="button" aria-disabled={busy.value} onClick={() => !busy.peek() && void examine(true)}>
          {t(busy.value ? 'checking' : 'check_again')}
        </button>
      </div>
      {value && <p class="quiet small">{t('checked_at', { time: timeOf(value.at) })}</p>}
    </Card>
  );
}

const ORDER: readonly Check['status'][] = ['fail', 'warn', 'ok'];

/** What needs a look comes first; what is well is folded away. */
function Lines({ checks }: { readonly checks: readonly Check[] }) {
  const sorted = ORDER.flatMap((status) => checks.filter((check) => check.status === status));
  const [open, folded] = [sorted.filter(({ status }) => status !== 'ok'), sorted.filter(({ status }) => status === 'ok')];
  return (
    <>
      {open.length > 0 && <List checks={open} />}
      <details>
        <summary>{t('well', { count: folded.length })}</summary>
        <List checks={folded} />
      </details>
      {spokenLanguage() !== 'en' && <p class="quiet small">{t('in_english')}</p>}
    </>
  );
}

/** The box speaks English here: its sentences are those of the command line. */
const List = ({ checks }: { readonly checks: readonly Check[] }) => (
  <ul class="checks">
    {checks.map(({ advice, finding, name, status }) => (
      <li key={name} class={`check ${status}`}>
        <span class="mark">
          <Mark status={status} />
          <span class="heard">{t(`status_${status}`)}</span>
        </span>
        <div>
          <h3>{checkName(name)}</h3>
          <p lang="en">
            <KeyLinks text={finding} />
          </p>
          {advice !== undefined && (
            <p lang="en" class="advice">
              <KeyLinks text={advice} />
            </p>
          )}
        </div>
      </li>
    ))}
  </ul>
);

const MARKS: Readonly<Record<Check['status'], string>> = {
  ok: 'M5 12.5l4.5 4.5L19 7.5',
  warn: 'M12 5v9M12 17.5v1.5',
  fail: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
};

/** A shape for each state, so that the colour is not needed. */
const Mark = ({ status }: { readonly status: Check['status'] }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={MARKS[status]} />
  </svg>
);
