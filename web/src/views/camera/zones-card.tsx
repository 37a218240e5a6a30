import { useRef } from 'preact/hooks';
import { isAtLeast } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { settingMark } from '../../sentences/setting-mark.ts';
import { words } from '../../words/words.ts';
import { Linked } from '../settings/linked.tsx';
import type { Point, Shape } from './zone-shapes.ts';
import { movedBy, NEW_SHAPE, resizedBy, STEP, withSide } from './zone-shapes.ts';
import {
  addZone,
  cancelEdit,
  changeZone,
  configuredZones,
  draft,
  drawnZones,
  editZones,
  keptZones,
  removeZone,
  saveZones,
  selected,
} from './zones.ts';

const t = words('camera');

/** The parts of the picture that are ignored: a list, and for owners the means to change them. */
export function ZonesCard() {
  if (!keptZones.value || !isAtLeast('household')) return null;
  const count = drawnZones.value.length;
  return (
    <Card title={t('zones')} class="zones">
      <p>{t('zones_about')}</p>
      {configuredZones.value.length > 0 && (
        <p class="quiet small">
          <Linked text={t('zones_configured', { count: configuredZones.value.length, setting: settingMark('camera.ignore') })} />
        </p>
      )}
      {draft.value ? <Editor /> : <p class="quiet">{t('zones_count', { count })}</p>}
      {!draft.value && isAtLeast('owner') && (
        <button type="button" onClick={editZones}>
          {t(count === 0 ? 'zones_draw' : 'zones_change')}
        </button>
      )}
      {!draft.value && !isAtLeast('owner') && <p class="quiet small">{t('zones_owner')}</p>}
    </Card>
  );
}

function Editor() {
  const zones = drawnZones.value;
  const current = zones.find(({ at }) => at === selected.value);
  const add = useRef<HTMLButtonElement>(null);
  return (
    <div class="zone-editor">
      <p class="quiet small">{t(zones.length === 0 ? 'zones_empty' : 'zones_how')}</p>
      <div class="row">
        <button type="button" ref={add} onClick={() => addZone(NEW_SHAPE)}>
          {t('zone_add')}
        </button>
        {zones.map(({ at }, index) => (
          <button
            type="button"
            key={at}
            aria-pressed={at === selected.value}
            onClick={() => {
              selected.value = at;
            }}
          >
            {t('zone', { number: index + 1 })}
          </button>
        ))}
      </div>
      {current && (
        <Chosen shape={current.shape} at={current.at} number={zones.indexOf(current) + 1} onRemoved={() => add.current?.focus()} />
      )}
      <div class="row">
        <button type="button" class="primary" onClick={() => void saveZones()}>
          {t('save')}
        </button>
        <button type="button" onClick={cancelEdit}>
          {t('cancel')}
        </button>
      </div>
    </div>
  );
}

type ChosenProps = { readonly shape: Shape; readonly at: number; readonly number: number; readonly onRemoved: () => void };

/** The steps of the buttons: what each does to the shape. */
const STEPS = [
  { label: 'zone_left', change: movedBy, by: { x: -STEP, y: 0 } },
  { label: 'zone_right', change: movedBy, by: { x: STEP, y: 0 } },
  { label: 'zone_up', change: movedBy, by: { x: 0, y: -STEP } },
  { label: 'zone_down', change: movedBy, by: { x: 0, y: STEP } },
  { label: 'zone_wider', change: resizedBy, by: { x: STEP, y: 0 } },
  { label: 'zone_narrower', change: resizedBy, by: { x: -STEP, y: 0 } },
  { label: 'zone_taller', change: resizedBy, by: { x: 0, y: STEP } },
  { label: 'zone_lower', change: resizedBy, by: { x: 0, y: -STEP } },
] as const;

const SIDES = ['x', 'y', 'width', 'height'] as const;

/** The zone that is selected: buttons and numbers for those who cannot drag it. */
function Chosen({ shape, at, number, onRemoved }: ChosenProps) {
  const step = (change: (shape: Shape, by: Point) => Shape, by: Point) => () => changeZone(at, (before) => change(before, by));
  return (
    <fieldset class="zone-chosen">
      <legend>{t('zone', { number })}</legend>
      <div class="zone-numbers">
        {SIDES.map((side) => (
          <Field
            key={`${at}-${side}`}
            label={t(`zone_${side}`)}
            type="number"
            value={String(Math.round(100 * shape[side]))}
            onInput={({ currentTarget }) => {
              if (currentTarget.value !== '') changeZone(at, (before) => withSide(before, side, currentTarget.valueAsNumber));
            }}
          />
        ))}
      </div>
      <div class="row zone-steps">
        {STEPS.map(({ label, change, by }) => (
          <button type="button" key={label} onClick={step(change, by)}>
            {t(label)}
          </button>
        ))}
        <button
          type="button"
          class="remove"
          onClick={() => {
            removeZone(at);
            onRemoved();
          }}
        >
          {t('zone_remove')}
        </button>
      </div>
    </fieldset>
  );
}
