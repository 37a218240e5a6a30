import type { Point } from './zone-shapes.ts';

/** What happens while something is dragged. Places are shares of the frame's size. */
export type Drag = { readonly onMove: (at: Point) => void; readonly onEnd: () => void };

type Press = MouseEvent | TouchEvent;

/** Where a press is, in shares of the frame; it may lie outside. */
export function placeIn(frame: Element, event: Press): Point {
  const { left, top, width, height } = frame.getBoundingClientRect();
  const at = 'touches' in event ? (event.touches[0] ?? event.changedTouches[0]) : event;
  return { x: ((at?.clientX ?? 0) - left) / Math.max(1, width), y: ((at?.clientY ?? 0) - top) / Math.max(1, height) };
}

/**
 * Follows the finger or the mouse from a press until it is lifted, wherever it goes. Mouse and touch events, because Safari 12 has no
 * pointer events.
 */
export function followPress(frame: Element, { onMove, onEnd }: Drag): void {
  const move = (event: Press): void => onMove(placeIn(frame, event));
  const end = (): void => {
    window.removeEventListener('mousemove', move);
    window.removeEventListener('touchmove', move);
    for (const over of ENDS) window.removeEventListener(over, end);
    onEnd();
  };
  window.addEventListener('mousemove', move);
  window.addEventListener('touchmove', move, { passive: true });
  for (const over of ENDS) window.addEventListener(over, end);
}

const ENDS = ['mouseup', 'touchend', 'touchcancel', 'blur'] as const;
