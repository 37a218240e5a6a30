import { words } from '../../words/words.ts';

const t = words('devices');

/** `Chrome on Android`, as far as it is known. */
export function nameOf({ device }: { readonly device?: { readonly browser: string; readonly system: string } }): string {
  const { browser = '', system = '' } = device ?? {};
  if (browser !== '' && system !== '') return t('browser_on', { browser, system });
  return browser || system || t('unknown');
}
