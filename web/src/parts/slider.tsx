import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

type SliderProps = {
  readonly label: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly disabled?: boolean;
  /** What a screen reader says for a value. */
  readonly textOf: (value: number) => string;
  /** Called while somebody moves it, at most five times a second. */
  readonly onMove: (value: number) => void;
};

/** Milliseconds between two calls of `onMove`, and from the last movement until the slider shows the box's value again. */
const SENDS = 200;
const SETTLES = 1500;

/** A slider that follows the hand while somebody moves it, and shows the box's own value otherwise. */
export function Slider({ label, value, min = 0, max = 100, step = 1, disabled = false, textOf, onMove }: SliderProps) {
  const { held, move } = useHeld(onMove);
  const shown = held ?? value;
  return (
    <input
      type="range"
      aria-label={label}
      aria-valuetext={textOf(shown)}
      {...{ min, max, step, disabled }}
      value={shown}
      onInput={({ currentTarget }) => move(currentTarget.valueAsNumber)}
    />
  );
}

/** What the hand has chosen, for as long as it counts. */
function useHeld(onMove: (value: number) => void) {
  const held = useSignal<number | undefined>(undefined);
  const timers = useRef<{ send?: ReturnType<typeof setTimeout> | undefined; settle?: ReturnType<typeof setTimeout> }>({});
  useEffect(() => () => clearTimeout(timers.current.settle), []);
  const send = (): void => {
    timers.current.send = undefined;
    if (held.peek() !== undefined) onMove(held.peek() as number);
  };
  const move = (value: number): void => {
    held.value = value;
    clearTimeout(timers.current.settle);
    timers.current.settle = setTimeout(() => {
      held.value = undefined;
    }, SETTLES);
    timers.current.send ??= setTimeout(send, SENDS);
  };
  return { held: held.value, move };
}
