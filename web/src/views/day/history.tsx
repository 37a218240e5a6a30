import { useSignal } from '@preact/signals';
import { addressOf, ask } from '../../box/ask.ts';
import { isAtLeast } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { settingMark } from '../../sentences/setting-mark.ts';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import { dayWords, shifted } from './dates.ts';

const t = words('day');

/** Milliseconds. Erasing writes the file anew. */
const LIMIT = 60_000;
const MONTH = 31;

/** The history as files, and its end. */
export function History({ day, onErased }: { readonly day: string; readonly onErased: () => void }) {
  const days = { since: shifted(day, 1 - MONTH), until: day };
  const owner = isAtLeast('owner');
  return (
    <Card title={t('history')}>
      <p>{t('export_text', { date: dayWords(day) })}</p>
      <div class="row">
        <a class="go" href={addressOf('GET /api/history.csv', days)} download>
          {t('export_csv')}
        </a>
        <a class="go" href={addressOf('GET /api/history.json', days)} download>
          {t('export_json')}
        </a>
        {owner && (
          <a class="go" href={addressOf('GET /api/research.csv')} download>
            {t('export_research')}
          </a>
        )}
      </div>
      {owner && (
        <p class="quiet small">
          <Linked text={t('research_text', { setting: settingMark('history.private_statistics') })} />
        </p>
      )}
      {owner ? <Erase day={day} onErased={onErased} /> : <p class="quiet small">{t('erase_owner')}</p>}
    </Card>
  );
}

function Erase({ day, onErased }: { readonly day: string; readonly onErased: () => void }) {
  const asks = useSignal<'everything' | 'before' | undefined>(undefined);
  const answered = (agreed: boolean): void => {
    const what = asks.value;
    asks.value = undefined;
    if (agreed && what) void erase(what === 'before' ? day : undefined).then(onErased);
  };
  return (
    <>
      <div class="row">
        <button type="button" onClick={() => (asks.value = 'before')}>
          {t('erase_before', { date: dayWords(day) })}
        </button>
        <button type="button" onClick={() => (asks.value = 'everything')}>
          {t('erase_everything')}
        </button>
      </div>
      {asks.value && (
        <Confirm
          title={t('erase_title')}
          text={t(asks.value === 'before' ? 'erase_before_text' : 'erase_everything_text', { date: dayWords(day) })}
          yes={t('erase_yes')}
          no={t('cancel')}
          onAnswer={answered}
        />
      )}
    </>
  );
}

async function erase(before: string | undefined): Promise<void> {
  const { problem, body } = await ask('DELETE /api/history', { sure: 'erase', before }, LIMIT);
  if (problem !== '') return toast({ kind: 'problem', text: problem });
  toast({ kind: 'done', text: t('erased', { moods: body.moods, plays: body.plays, opinions: body.opinions }) });
}
