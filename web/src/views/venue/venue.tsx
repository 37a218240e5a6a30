import type { VenueAnswer } from '../../../../src/web/api/venue.ts';
import { isAtLeast } from '../../box/rights.ts';
import { BackLink } from '../../parts/back-link.tsx';
import { Card } from '../../parts/card.tsx';
import { settingMark } from '../../sentences/setting-mark.ts';
import { locale, words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import { Checklist } from './checklist.tsx';
import { Sheet } from './sheet.tsx';
import { useVenue } from './use-venue.ts';
import './venue.css';

const t = words('venue');
const s = words('shell');

/** What moodbox does where the public is, and what its owner has to do before the camera may be switched on. */
export function Venue() {
  const { confirm, problem, venue } = useVenue();
  if (!venue && problem === '') return <p class="waiting">{s('loading')}</p>;
  return (
    <div class="view venue">
      <BackLink />
      <h1>{t('title')}</h1>
      {!venue && <p role="alert">{problem}</p>}
      {venue && !venue.on && <Off />}
      {venue?.on && (
        <>
          <State venue={venue} />
          <Rules venue={venue} />
          {isAtLeast('household') && <Sheet venue={venue} />}
          <Checklist isConfirmed={venue.confirmed !== null} onConfirm={confirm} />
        </>
      )}
    </div>
  );
}

function Off() {
  return (
    <section class="card">
      <p>
        <Linked text={t('off', { setting: settingMark('venue') })} />
      </p>
      <p>{t('off_more')}</p>
    </section>
  );
}

function State({ venue: { confirmed } }: { readonly venue: VenueAnswer }) {
  const date = confirmed && new Date(confirmed.at).toLocaleDateString(locale(), { dateStyle: 'long' });
  return (
    <Card title={t('state')}>
      <p class="venue-state" role="status">
        {date === null ? t('due') : t(confirmed?.by === 'shell' ? 'done_shell' : 'done', { date })}
      </p>
      <p class="quiet small">{t('again')}</p>
    </Card>
  );
}

function Rules({ venue: { days, people } }: { readonly venue: VenueAnswer }) {
  return (
    <Card title={t('rules')}>
      <ul class="venue-list">
        <li>{t('rule_people', { people })}</li>
        <li>{t('rule_mood', { people })}</li>
        <li>{days === null ? t('rule_nothing') : t('rule_days', { days })}</li>
        <li>{t('rule_told')}</li>
        <li>{t('rule_off')}</li>
      </ul>
    </Card>
  );
}
