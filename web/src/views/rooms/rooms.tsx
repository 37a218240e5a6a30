import { useEffect } from 'preact/hooks';
import { useAsked } from '../../box/asked.ts';
import { report } from '../../box/report.ts';
import { settingMark } from '../../sentences/setting-mark.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import { Boxes } from './boxes.tsx';
import { Volumes } from './volumes.tsx';
import './rooms.css';

const t = words('rooms');
const s = words('shell');

/** Milliseconds. Whom the boxes of a group see changes by itself; the report of this box does not say it. */
const LOOK_AGAIN = 5000;

/** The rooms that the music plays in, and the boxes of the group. */
export function Rooms() {
  const now = report.value;
  const { answer, again, problem, take } = useAsked(
    'GET /api/rooms',
    undefined,
    now?.rooms,
    now?.volume,
    now?.group?.plays,
    now?.group?.members.join(),
  );
  const isGroup = answer?.group != null;
  useEffect(() => {
    if (!isGroup) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void again();
    }, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [isGroup]);
  return (
    <div class="view rooms-view">
      <h1>{t('title')}</h1>
      {problem !== '' && (
        <div class="card">
          <p class="error">{problem}</p>
          <button type="button" onClick={() => void again()}>
            {t('again')}
          </button>
        </div>
      )}
      {!answer && problem === '' && <p class="waiting">{s('loading')}</p>}
      {answer?.rooms && <Volumes rooms={answer.rooms} all={now?.volume ?? answer.volume} take={take} again={again} />}
      {answer?.group && <Boxes group={answer.group} />}
      {answer && !answer.rooms && !answer.group && (
        <p class="quiet">
          <Linked text={t('alone', { output: settingMark('player.output'), group: settingMark('mqtt.group') })} />
        </p>
      )}
    </div>
  );
}
