import { report } from '../../box/report.ts';
import { visitor } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { brokerState, historyState } from '../../sentences/box.ts';
import { whoOf } from '../../sentences/rights.ts';
import { words } from '../../words/words.ts';
import { Language } from './language.tsx';
import { SettingsLinks } from './settings-links.tsx';

const t = words('box');
const s = words('shell');

/** How the box is, who you are, and the language of the page. */
export function Box() {
  const now = report.value;
  if (!now) return <p class="waiting">{s('loading')}</p>;
  const who = visitor.value;
  return (
    <div class="view">
      <h1>{t('title')}</h1>
      <Card title={now.name ?? now.id}>
        <dl class="facts">
          <Fact name={t('smart_home')} value={brokerState(now)} />
          <Fact name={t('history')} value={historyState(now)} />
          <Fact name={t('version')} value={`moodbox ${now.version}`} />
        </dl>
      </Card>
      <Card title={t('you')}>
        {who && <p>{whoOf(who)}</p>}
        <p>
          <a class="go" href="#/access">
            {t(who?.standing === 'guest' ? 'log_in' : 'access')}
          </a>
        </p>
      </Card>
      <SettingsLinks />
      <Card title={t('language')}>
        <Language />
      </Card>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
