import { useSignal } from '@preact/signals';
import type { BoxAnswer, RoomsAnswer } from '../../../../src/web/api/rooms.ts';
import { ask } from '../../box/ask.ts';
import { may } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { Face } from '../../parts/face.tsx';
import { Icon } from '../../parts/icon.tsx';
import { moodWord } from '../../sentences/mood.ts';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';

const t = words('rooms');

/** The boxes of the group: whom each sees, and which plays. */
export function Boxes({ group: { name, boxes, refused } }: { readonly group: NonNullable<RoomsAnswer['group']> }) {
  const hasSound = boxes.some(({ sound }) => sound);
  return (
    <Card title={t('boxes', { group: name })}>
      <p class="quiet small">{t('boxes_hint')}</p>
      <ul class="boxes">
        {boxes.map((box) => (
          <Box key={box.id} box={box} offers={!box.plays && (box.sound || !hasSound)} />
        ))}
      </ul>
      {refused.map(({ id, why }) => (
        <p key={id} class="error">
          {t('refused', { box: id, why })}
        </p>
      ))}
    </Card>
  );
}

/** `offers`: the music can be handed over to it. */
function Box({ box, offers }: { readonly box: BoxAnswer; readonly offers: boolean }) {
  const { emotion, faces, here, id, plays, sees, sound } = box;
  const isSure = sees === 'sure' && emotion !== undefined;
  return (
    <li class="box" data-mood={isSure ? emotion : 'away'}>
      <span class={isSure ? 'dot' : 'dot empty'}>{isSure && <Face mood={emotion} />}</span>
      <div class="box-text">
        <h3>
          {id} {here && <span class="quiet">({t('here')})</span>}
        </h3>
        <p class="quiet small">{t('sees', { sees, faces, mood: emotion ? moodWord(emotion) : '' })}</p>
        {plays && (
          <p class="box-plays">
            <Icon name="music" />
            <span>{t('plays')}</span>
          </p>
        )}
        {!sound && <p class="quiet small">{t('mute_box')}</p>}
      </div>
      {offers && <HandOver to={id} />}
    </li>
  );
}

function HandOver({ to }: { readonly to: string }) {
  const busy = useSignal(false);
  const press = async (): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    const { problem } = await ask('POST /api/group/plays', { id: to });
    busy.value = false;
    toast(problem === '' ? { kind: 'done', text: t('handing', { box: to }) } : { kind: 'problem', text: problem });
  };
  return (
    <button
      type="button"
      class="slim"
      disabled={!may('play')}
      aria-busy={busy.value}
      aria-label={t('hand_to', { box: to })}
      onClick={() => void press()}
    >
      {t('hand')}
    </button>
  );
}
