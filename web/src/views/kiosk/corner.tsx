import { useEffect, useRef } from 'preact/hooks';

/** Milliseconds. */
const HOLD = 3000;

/** The top left corner: whoever holds it for three seconds knows the way out. It needs no eyes and no words, so it has none. */
export function Corner({ onHeld }: { readonly onHeld: () => void }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = (): void => clearTimeout(timer.current);
  useEffect(() => release, []);
  const press = (event: Event): void => {
    event.preventDefault(); // a long touch would select something or open a menu
    release();
    timer.current = setTimeout(onHeld, HOLD);
  };
  return (
    <div
      class="kiosk-corner"
      aria-hidden="true"
      onTouchStart={press}
      onTouchEnd={release}
      onTouchCancel={release}
      onMouseDown={press}
      onMouseUp={release}
      onMouseLeave={release}
    />
  );
}
