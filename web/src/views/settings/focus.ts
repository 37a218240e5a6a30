const CONTROLS = ['input', 'select', 'textarea', 'button'];

/** Puts the keyboard, and with it the sight, into the control of a setting. */
export function focusSetting(key: string): void {
  const within = CONTROLS.map((control) => `[data-key="${key}"] ${control}`).join(', ');
  document.querySelector<HTMLElement>(within)?.focus();
}
