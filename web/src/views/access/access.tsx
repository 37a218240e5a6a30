import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { learnRights, visitor } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { introOf, outHint, titleOf } from '../../sentences/access.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import { Devices } from './devices.tsx';
import { Guests } from './guests.tsx';
import { LogIn } from './log-in.tsx';
import { Pins } from './pins.tsx';
import { act, done, problem } from './requests.ts';
import './access.css';

const t = words('access');
const s = words('shell');

/** PINs, guests, and who is logged in here. It is also the door: strangers see nothing else. */
export function Access() {
  const who = visitor.value;
  const asked = useSignal('');
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    problem.value = '';
    done.value = '';
    void learnRights().then((why) => {
      asked.value = why;
    });
  }, [asked]);
  if (!who) return <p class="waiting">{asked.value || s('looking')}</p>;
  const { guests, may, pin, standing } = who;
  const owner = standing === 'owner';
  return (
    <div class="view access">
      {standing !== 'stranger' && (
        <p class="back">
          <a href="#/">← {t('back')}</a>
        </p>
      )}
      <h1 tabIndex={-1} ref={title}>
        {titleOf(who)}
      </h1>
      <p class="lead">
        <Linked text={introOf(who)} />
      </p>
      <Told />
      {pin && !owner && <LogIn visitor={who} />}
      {(!pin || owner) && <Pins visitor={who} />}
      {pin && may.includes('guest_link') && <Guests guests={guests} visitor={who} />}
      {pin && owner && <Devices />}
      {who.logged_in && <Out title={() => title.current?.focus()} />}
    </div>
  );
}

/** What went wrong, or what has been done. */
function Told() {
  return (
    <>
      <div role="alert">{problem.value !== '' && <p class="banner alarm">{problem.value}</p>}</div>
      <p class="done" role="status">
        {done.value}
      </p>
    </>
  );
}

/** The button that was pressed may be gone afterwards; the keyboard must not start from the top of the document again. */
function Out({ title }: { readonly title: () => void }) {
  const who = visitor.value;
  const out = async (path: string, said: string): Promise<void> => {
    await act('POST', path, {}, said);
    if (document.activeElement === document.body) title();
  };
  return (
    <Card title={t('device')}>
      <p>{who && outHint(who)}</p>
      <div class="row">
        <button type="button" onClick={() => void out('api/access/logout', t('logged_out'))}>
          {t('log_out')}
        </button>
        {who?.may.includes('log_out_all') && (
          <button type="button" onClick={() => void out('api/access/logout-all', t('logged_out_all'))}>
            {t('log_out_all')}
          </button>
        )}
      </div>
    </Card>
  );
}
