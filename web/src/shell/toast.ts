import { signal } from '@preact/signals';

/** A short message at the bottom of the page, where one has just pressed something. */
export type Toast = {
  /** A problem stays until it is closed; what is done goes away by itself. */
  readonly kind: 'problem' | 'done';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
};

/** Milliseconds that something done stays in sight; longer with a button in it. */
const STAYS = 5000;
const STAYS_WITH_ACTION = 12_000;

/** The message in sight; a new one takes its place. */
export const shownToast = signal<Toast | undefined>(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;
let pressed: Element | null = null;

/** Shows a message. */
export function toast(message: Toast): void {
  clearTimeout(timer);
  pressed = document.activeElement;
  shownToast.value = message;
  if (message.kind === 'done') timer = setTimeout(clearToast, message.action ? STAYS_WITH_ACTION : STAYS);
}

/** Takes the message away. The focus goes back to where it was when the message came. */
export function clearToast(): void {
  clearTimeout(timer);
  const inside = document.activeElement?.closest('.toast') !== null && document.activeElement !== document.body;
  shownToast.value = undefined;
  if (inside && pressed instanceof HTMLElement && pressed.isConnected) pressed.focus();
}
