import type { HeldValue } from './held-value.ts';

type SliderProps = {
  readonly label: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly disabled?: boolean;
  /** What a screen reader says for a value. */
  readonly textOf: (value: number) => string;
  /** What the hand has chosen. */
  readonly held: HeldValue;
};

/** A slider that follows the hand while somebody moves it, and shows the box's own value otherwise. */
export function Slider({ label, value, min = 0, max = 100, step = 1, disabled = false, textOf, held }: SliderProps) {
  const shown = held.shown() ?? value;
  return (
    <input
      type="range"
      aria-label={label}
      aria-valuetext={textOf(shown)}
      {...{ min, max, step, disabled }}
      value={shown}
      onInput={({ currentTarget }) => held.move(currentTarget.valueAsNumber)}
    />
  );
}
