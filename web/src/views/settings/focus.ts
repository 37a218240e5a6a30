const CONTROLS = ['input', 'select', 'textarea', 'button'];

/** Puts the keyboard into the control of a setting, and the setting into sight. One that is locked takes no keyboard. */
export function focusSetting(key: string): void {
  const within = CONTROLS.map((control) => `[data-key="${key}"] ${control}`).join(', ');
  document.querySelector(`[data-key="${key}"]`)?.scrollIntoView({ block: 'center' });
  document.querySelector<HTMLElement>(within)?.focus({ preventScroll: true });
}
