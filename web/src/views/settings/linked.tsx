import { isAtLeast } from '../../box/rights.ts';
import { MARK } from '../../sentences/setting-mark.ts';
import { labelOf } from './labels.ts';

/**
 * A sentence with the names of the settings that `settingMark` has put into it. For owners each leads to its field. The view's line in
 * `views.ts` must name the words of the settings.
 */
export function Linked({ text }: { readonly text: string }) {
  return <>{text.split(MARK).map((piece, at) => (at % 2 === 0 ? piece : <SettingName key={piece} name={piece} />))}</>;
}

function SettingName({ name }: { readonly name: string }) {
  const label = labelOf({ key: name });
  return isAtLeast('owner') ? <a href={`#/settings/${name}`}>{label}</a> : <span>{label}</span>;
}
