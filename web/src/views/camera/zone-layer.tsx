import { useSignal } from '@preact/signals';
import { words } from '../../words/words.ts';
import type { Drag } from './drag.ts';
import { followPress, placeIn } from './drag.ts';
import type { Point, Shape } from './zone-shapes.ts';
import { between, keyStep, movedBy, resizedBy } from './zone-shapes.ts';
import { addZone, changeZone, configuredZones, draft, drawnZones, removeZone, selected } from './zones.ts';

const t = words('camera');

type Press = MouseEvent | TouchEvent;

/** Shorter strokes are a touch, not a drawing. */
const LEAST_STROKE = 0.03;

const placeOf = ({ x, y, width, height }: Shape) => ({
  left: `${100 * x}%`,
  top: `${100 * y}%`,
  width: `${100 * width}%`,
  height: `${100 * height}%`,
});

/** The zones on the stage. While somebody changes them, they can be drawn, moved and resized. */
export function ZoneLayer() {
  return (
    <>
      {configuredZones.value.map(({ shape, at }) => (
        <div key={`fixed-${at}`} class="zone fixed" style={placeOf(shape)} aria-hidden="true" />
      ))}
      {draft.value ? (
        <ZoneDraft />
      ) : (
        drawnZones.value.map(({ shape, at }) => <div key={at} class="zone" style={placeOf(shape)} aria-hidden="true" />)
      )}
    </>
  );
}

function ZoneDraft() {
  const stroke = useSignal<Shape | undefined>(undefined);
  return (
    // The keyboard adds zones with the button below the stage; this layer is for a finger or a mouse.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div class="zone-draft" onMouseDown={(event) => draw(event, stroke)} onTouchStart={(event) => draw(event, stroke)}>
      {stroke.value && <div class="zone stroke" style={placeOf(stroke.value)} />}
      {drawnZones.value.map(({ shape, at }, index) => (
        <EditableZone key={at} shape={shape} at={at} number={index + 1} />
      ))}
    </div>
  );
}

/** Draws a new zone from a press on the empty stage. */
function draw(event: Press, stroke: { value: Shape | undefined }): void {
  const layer = event.currentTarget as Element;
  if (event.target !== layer) return;
  if (event.type === 'mousedown') event.preventDefault(); // no selection of text
  const start = placeIn(layer, event);
  followPress(layer, {
    onMove: (at) => {
      stroke.value = between(start, at);
    },
    onEnd: () => {
      const drawn = stroke.value;
      stroke.value = undefined;
      if (drawn && drawn.width >= LEAST_STROKE && drawn.height >= LEAST_STROKE) addZone(drawn);
    },
  });
}

type EditableProps = { readonly shape: Shape; readonly at: number; readonly number: number };

function EditableZone({ shape, at, number }: EditableProps) {
  const press = (change: (shape: Shape, by: Point) => Shape) => (event: Press) => begin(event, at, change);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = keyStep(event.key);
    if (by) changeZone(at, (before) => (event.shiftKey ? resizedBy : movedBy)(before, by));
    else if (event.key === 'Delete' || event.key === 'Backspace') removeZone(at);
    else return;
    event.preventDefault();
  };
  return (
    <button
      type="button"
      class={selected.value === at ? 'zone own selected' : 'zone own'}
      style={placeOf(shape)}
      aria-label={t('zone_keys', { number })}
      aria-pressed={selected.value === at}
      onFocus={() => {
        selected.value = at;
      }}
      {...{ onKeyDown, onMouseDown: press(movedBy), onTouchStart: press(movedBy) }}
    >
      <span class="zone-number" aria-hidden="true">
        {number}
      </span>
      <span class="zone-corner" aria-hidden="true" onMouseDown={press(resizedBy)} onTouchStart={press(resizedBy)} />
    </button>
  );
}

/** Moves or resizes a zone for as long as the press lasts. */
function begin(event: Press, at: number, change: (shape: Shape, by: Point) => Shape): void {
  const layer = (event.currentTarget as Element).closest('.zone-draft');
  const before = draft.peek()?.[at];
  if (!layer || !before) return;
  event.stopPropagation();
  selected.value = at;
  const start = placeIn(layer, event);
  const drag: Drag = {
    onMove: (to) => changeZone(at, () => change(before, { x: to.x - start.x, y: to.y - start.y })),
    onEnd: () => undefined,
  };
  followPress(layer, drag);
}
