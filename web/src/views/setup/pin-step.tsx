import { visitor } from '../../box/rights.ts';
import { words } from '../../words/words.ts';
import { Pins } from '../access/pins.tsx';
import { done, problem } from '../access/requests.ts';

const t = words('setup');

/** The owner's PIN first: whatever is set up afterwards is theirs. */
export function PinStep() {
  const who = visitor.value;
  if (!who) return <p class="quiet">{t('looking')}</p>;
  return (
    <>
      <p>{t(who.pin ? 'pin_there' : who.exposed ? 'pin_needed' : 'pin_later')}</p>
      <div role="alert">{problem.value !== '' && <p class="error">{problem.value}</p>}</div>
      <p class="done" role="status">
        {done.value}
      </p>
      {!who.pin && <Pins visitor={who} />}
    </>
  );
}
