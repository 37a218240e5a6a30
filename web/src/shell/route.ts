import { computed, signal } from '@preact/signals-core';

/** The address behind the `#`, such as `/day/2026-11-25`. */
const hash = signal(read());

function read(): string {
  return location.hash.replace(/^#\/?/, '');
}

window.addEventListener('hashchange', () => {
  hash.value = read();
});

/** The parts of the address: the view, which is empty for the first one, and what follows it. */
export const route = computed(() => {
  const [view = '', ...rest] = hash.value.split('/').map(decoded);
  return { view, rest };
});

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Goes to a view, such as `access`. `replace`: the way back does not lead here. */
export function go(to: string, { replace = false } = {}): void {
  const address = `#/${to}`;
  if (replace) location.replace(address);
  else location.assign(address);
}
