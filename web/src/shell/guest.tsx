import { command } from '../box/command.ts';
import { report } from '../box/report.ts';
import { may } from '../box/rights.ts';
import { timeOf } from '../words/formats.ts';
import { words } from '../words/words.ts';
import { Banner } from './banner.tsx';

const t = words('notices');

/** Who plays on the loudspeaker instead of moodbox, or has just left, and the way back. */
export function Guest() {
  const guest = report.value?.guest;
  // What somebody paused or stopped before the guest came stays so: then nothing comes back.
  if (!guest || (guest.kind === 'resting' && report.value?.will !== 'playing')) return null;
  return (
    <Banner>
      <p>{guest.kind === 'resting' ? t('guest_left', { name: guest.left, time: timeOf(guest.until) }) : sentenceOf(guest.guests)}</p>
      {may('moodbox_now') && (
        <button type="button" onClick={() => void command({ type: 'moodbox_now' })}>
          {t('moodbox_now')}
        </button>
      )}
    </Banner>
  );
}

function sentenceOf(guests: readonly { readonly name: string; readonly title?: string }[]): string {
  const name = guests.map((each) => each.name).join(', ');
  const title = guests[guests.length - 1]?.title;
  return title === undefined ? t('guest_plays', { name }) : t('guest_plays_title', { name, title });
}
