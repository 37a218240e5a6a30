import { signal } from '@preact/signals-core';

/** Milliseconds between two calls of `onMove`, and from the last movement until the slider shows the box's value again. */
const SENDS = 200;
const SETTLES = 1500;

/** What a hand has chosen, for as long as it counts; undefined otherwise. */
export type HeldValue = { readonly shown: () => number | undefined; readonly move: (value: number) => void };

/** Holds what somebody chooses with a slider. `onMove` is called while it moves, at most five times a second. */
export function heldValue(onMove: (value: number) => void): HeldValue {
  const held = signal<number | undefined>(undefined);
  let sending: ReturnType<typeof setTimeout> | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  const send = (): void => {
    const value = held.peek();
    sending = undefined;
    if (value !== undefined) onMove(value);
  };
  const settle = (): void => {
    held.value = undefined;
  };
  const move = (value: number): void => {
    held.value = value;
    clearTimeout(settling);
    settling = setTimeout(settle, SETTLES);
    if (sending === undefined) sending = setTimeout(send, SENDS);
  };
  return { shown: () => held.value, move };
}
