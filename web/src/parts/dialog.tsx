import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

type DialogProps = { readonly title: string; readonly onClose: () => void; readonly children: ComponentChildren };

const CONTROLS = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled)';

/**
 * A question in front of the page. The keyboard stays inside until it is closed, by Escape too, and then goes back to where it was.
 * (The element `dialog` is too young for the browsers that the page supports.)
 */
export function Dialog({ title, onClose, children }: DialogProps) {
  const id = useId();
  const sheet = useRef<HTMLDivElement>(null);
  // Before anything is painted: a key pressed as soon as the question is seen must not go to the page behind it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    sheet.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Tab' && sheet.current) keepInside(event, sheet.current);
  };
  return (
    <div class="backdrop">
      <div class="dialog" role="dialog" aria-modal="true" aria-labelledby={id} tabIndex={-1} ref={sheet} onKeyDown={onKeyDown}>
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </div>
  );
}

function keepInside(event: KeyboardEvent, sheet: HTMLElement): void {
  const controls = sheet.querySelectorAll<HTMLElement>(CONTROLS);
  const first = controls[0];
  const last = controls[controls.length - 1];
  const at = document.activeElement;
  const target = event.shiftKey && (at === first || at === sheet) ? last : !event.shiftKey && at === last ? first : undefined;
  if (!target) return;
  event.preventDefault();
  target.focus();
}
