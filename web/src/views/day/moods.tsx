import type { DayAnswer } from '../../../../src/web/api/day.ts';
import { report } from '../../box/report.ts';
import { Card } from '../../parts/card.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { settingMark } from '../../sentences/setting-mark.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import { clockOf, lengthWords, longEnough, worthTelling } from './dates.ts';
import { Legend } from './legend.tsx';
import { PresenceStrip } from './presence.tsx';
import { Figure, HourScale, MoodStrip, PlayMarks } from './strip.tsx';

const t = words('day');

/** The moods of a day as a strip, with who was there, the tracks and the hours. */
export function Moods({ day }: { readonly day: DayAnswer }) {
  const seen = day.moods.length > 0;
  const present = day.presence.filter((each) => each.present).reduce((sum, { at, until }) => sum + until - at, 0);
  const [sum] = worthTelling([{ time: present }]);
  return (
    <Card title={t('moods')}>
      {!seen && <Nothing />}
      {seen && (
        <Figure summary={t('moods_table')} table={<MoodTable day={day} />}>
          <MoodStrip day={day} label={inWords(day)} words />
          <PresenceStrip day={day} />
          {day.plays.length > 0 && <PlayMarks day={day} label={t('plays_label', { count: day.plays.length })} />}
          <HourScale day={day} />
          <Legend day={day} />
        </Figure>
      )}
      {sum && <p class="quiet">{t('presence', { time: lengthWords(sum.time) })}</p>}
      {seen && <Shares shares={day.shares} />}
      {day.more && <p class="quiet small">{t('more')}</p>}
    </Card>
  );
}

const Nothing = () => (
  <p>
    <Linked text={report.value?.history.kind === 'off' ? t('nothing_kept', { setting: settingMark('history.enabled') }) : t('no_moods')} />
  </p>
);

/** The strip in one sentence: “Happy 3 h 12 min, neutral 2 h”. */
const inWords = ({ shares }: Pick<DayAnswer, 'shares'>): string =>
  t('strip_label', {
    shares: worthTelling(shares)
      .map(({ mood, time }) => `${moodWord(mood)} ${lengthWords(time)}`)
      .join(', '),
  });

/** How much of the time each mood took, from a minute on; nobody there comes last. */
export function Shares({ shares }: { readonly shares: DayAnswer['shares'] }) {
  const all = shares.reduce((sum, { time }) => sum + time, 0);
  const told = worthTelling(shares);
  const inOrder = [...told.filter(({ mood }) => mood !== 'away'), ...told.filter(({ mood }) => mood === 'away')];
  return (
    <ul class="shares">
      {inOrder.map(({ mood, time }) => (
        <li key={mood} data-mood={mood}>
          <span>{moodWord(mood)}</span>
          <span class="value">
            <span class="quiet">{lengthWords(time)}</span> {percentOf(Math.round((100 * time) / all) / 100)}
          </span>
          <span class="line">
            <span class="fill" style={{ transform: `scaleX(${time / all})` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function MoodTable({ day }: { readonly day: DayAnswer }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('from')}</th>
          <th scope="col">{t('until')}</th>
          <th scope="col">{t('mood')}</th>
          <th scope="col">{t('decided_by')}</th>
        </tr>
      </thead>
      <tbody>
        {longEnough(day.moods).map(({ at, until, mood, by }) => (
          <tr key={at}>
            <td>{clockOf(day.zone, at)}</td>
            <td>{clockOf(day.zone, until)}</td>
            <td>{moodWord(mood)}</td>
            <td>{t(`by_${by}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
