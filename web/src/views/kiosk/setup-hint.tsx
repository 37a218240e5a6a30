import { useEffect } from 'preact/hooks';
import { spacedCode } from '../../../../src/web/access/spaced-code.ts';
import { learnRights, visitor } from '../../box/rights.ts';
import { words } from '../../words/words.ts';

const t = words('kiosk');

/** An address that leads nowhere from a phone: the box has no network yet. */
const OWN = /^https?:\/\/(?:127\.|localhost|\[::1\])/;

/**
 * On the box's own screen, until there is a PIN: where a phone finds the page, and the code that it will be asked for. Asks again each
 * minute.
 */
export function SetupHint({ at }: { readonly at: Date }) {
  const { address = '', code } = visitor.value ?? {};
  const isWanted = code !== undefined;
  useEffect(() => {
    if (isWanted) void learnRights();
  }, [at, isWanted]);
  if (code === undefined || address === '' || OWN.test(address)) return null;
  return <p class="kiosk-setup">{t('setup', { address, code: spacedCode(code).replace(' ', '\u00a0') })}</p>;
}
