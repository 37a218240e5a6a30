import { report } from '../../box/report.ts';
import { isAtLeast, visitor } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { brokerState, historyState } from '../../sentences/box.ts';
import { whoOf } from '../../sentences/rights.ts';
import { words } from '../../words/words.ts';
import { Screens } from '../kiosk/screens.tsx';
import { Backup } from './backup.tsx';
import { Health } from './health.tsx';
import { Language } from './language.tsx';
import { Log } from './log.tsx';
import { Machine } from './machine.tsx';
import { SettingsLinks } from './settings-links.tsx';
import { Support } from './support.tsx';
import { System } from './system.tsx';
import { Voice } from './voice.tsx';
import './box.css';

const t = words('box');
const s = words('shell');
const u = words('upkeep');

/** How the box is, who you are, and the language of the page. */
export function Box() {
  const now = report.value;
  if (!now) return <p class="waiting">{s('loading')}</p>;
  const who = visitor.value;
  return (
    <div class="view">
      <h1>{t('title')}</h1>
      {isAtLeast('household') && <Health />}
      <Card title={now.name ?? now.id}>
        <dl class="facts">
          <Fact name={t('smart_home')} value={brokerState(now)} />
          <Fact name={t('history')} value={historyState(now)} />
          <Fact name={t('version')} value={`moodbox ${now.version}`} />
        </dl>
      </Card>
      {isAtLeast('household') && <Machine />}
      {isAtLeast('household') && <System />}
      {isAtLeast('household') && <SheetLink />}
      {isAtLeast('household') && <Voice />}
      <Card title={t('you')}>
        {who && <p>{whoOf(who)}</p>}
        <p>
          <a class="go" href="#/access">
            {t(who?.standing === 'guest' ? 'log_in' : 'access')}
          </a>
        </p>
      </Card>
      <SettingsLinks />
      <Screens />
      <Card title={t('language')}>
        <Language />
      </Card>
      {isAtLeast('owner') && <Upkeep />}
    </div>
  );
}

/** What an owner does for the box, or for somebody who helps with it. */
const Upkeep = () => (
  <>
    <Backup />
    <Support />
    <Log />
  </>
);

const SheetLink = () => (
  <Card title={u('sheet')}>
    <p>{u('sheet_about')}</p>
    <p>
      <a class="go" href="#/sheet">
        {u('sheet_open')}
      </a>
    </p>
  </Card>
);

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
