import { useMemo, useRef } from 'preact/hooks';
import type { RoomAnswer, RoomsAnswer } from '../../../../src/web/api/rooms.ts';
import { ask } from '../../box/ask.ts';
import { barOf } from '../../box/bar.ts';
import { command } from '../../box/command.ts';
import { may } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { heldValue } from '../../parts/held-value.ts';
import { Slider } from '../../parts/slider.tsx';
import { toast } from '../../shell/toast.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';

const t = words('rooms');

type VolumesProps = {
  readonly rooms: readonly RoomAnswer[];
  /** The volume of all of them. */
  readonly all: number;
  readonly take: (answer: RoomsAnswer) => void;
  readonly again: () => Promise<void>;
};

/** How loud each room is, and all of them. */
export function Volumes({ rooms, all, take, again }: VolumesProps) {
  const bar = barOf('volume');
  const set = async (change: { readonly id: string; readonly volume?: number; readonly muted?: boolean }): Promise<void> => {
    const { body, problem } = await ask('PUT /api/rooms', change);
    if (problem === '') return take(body);
    toast({ kind: 'problem', text: problem });
    await again();
  };
  return (
    <Card title={t('volume')}>
      {bar !== '' && <p>{bar}</p>}
      {rooms.length === 0 && <p class="quiet">{t('none')}</p>}
      {rooms.length > 0 && (
        <div class="room all">
          <h3>{t('all')}</h3>
          <Loudness name={t('all')} volume={all} set={(value) => void command({ type: 'volume', value })} />
        </div>
      )}
      {rooms.length > 0 && <p class="quiet small">{t('hint')}</p>}
      <ul>
        {rooms.map((room) => (
          <Room key={room.id} room={room} set={(change) => void set({ id: room.id, ...change })} />
        ))}
      </ul>
    </Card>
  );
}

type RoomProps = { readonly room: RoomAnswer; readonly set: (change: { readonly volume?: number; readonly muted?: boolean }) => void };

function Room({ room: { connected, muted, name, volume }, set }: RoomProps) {
  return (
    <li class={connected ? 'room' : 'room absent'}>
      <div class="room-head">
        <h3>{name}</h3>
        <button
          type="button"
          class="slim"
          aria-pressed={muted}
          aria-label={t('mute_of', { room: name })}
          disabled={!may('volume')}
          onClick={() => set({ muted: !muted })}
        >
          {t('mute')}
        </button>
      </div>
      <Loudness name={name} volume={volume} set={(value) => set({ volume: value })} />
      {!connected && <p class="quiet small">{t('absent')}</p>}
    </li>
  );
}

type LoudnessProps = { readonly name: string; readonly volume: number; readonly set: (value: number) => void };

function Loudness({ name, volume, set }: LoudnessProps) {
  const latest = useRef(set);
  latest.current = set;
  const held = useMemo(() => heldValue((value) => latest.current(value)), []);
  return (
    <div class="loudness">
      <Slider
        label={t('volume_of', { room: name })}
        value={volume}
        disabled={!may('volume')}
        textOf={(value) => t('percent', { volume: value })}
        held={held}
      />
      <span class="value" aria-hidden="true">
        {percentOf(volume / 100)}
      </span>
    </div>
  );
}
