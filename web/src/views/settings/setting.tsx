import { useId } from 'preact/hooks';
import type { Key } from '../../words/areas.ts';
import { words } from '../../words/words.ts';
import { controlFor } from './controls.tsx';
import { edit, edits, filling, mistakeAt, saved } from './desk.ts';
import { choiceWord, labelOf, sentenceOf, takenBy, writtenValue } from './labels.ts';
import type { SettingField, SettingValue } from './values.ts';
import { isHidden, isNamed, isOpen, isSame, shownIn } from './values.ts';

const t = words('settings');

/** One setting: what it is called and for, its value, where that comes from, and what is wrong with it. `isSought`: a link leads to it. */
export function Setting({ field, isSought = false }: { readonly field: SettingField; readonly isSought?: boolean }) {
  const id = useId();
  const { key, kind } = field;
  const value = saved.value[key];
  const change = edits.value[key];
  const mistake = mistakeAt(key);
  const Control = controlFor(kind);
  const label = labelOf(field);
  const { text, lang } = sentenceOf(field);
  return (
    <div class="setting" data-key={key} data-edited={change !== undefined || undefined} data-sought={isSought || undefined}>
      {kind !== 'switch' && (
        <label for={id} class={isNamed(key) ? undefined : 'code'}>
          {label}
        </label>
      )}
      {kind !== 'switch' && (
        <p class="quiet small" id={`${id}-hint`} lang={lang}>
          {text}
        </p>
      )}
      <div class={field.unit === undefined ? undefined : 'with-unit'}>
        <Control
          key={kind === 'lines' ? filling.value : undefined}
          {...{
            field,
            label,
            hint: text,
            id,
            value: shownIn(field, value, change),
            hidden: isHidden(field, value),
            invalid: mistake !== undefined,
          }}
          disabled={!isOpen(field, value)}
          describedBy={`${id}-hint ${id}-mark${mistake ? ` ${id}-error` : ''}`}
          onChange={(to) => edit(key, to)}
        />
        {field.unit !== undefined && <span class="quiet">{t(`unit_${field.unit.replace('-', '_')}` as Key<'settings'>)}</span>}
      </div>
      {mistake && (
        <p class="error" id={`${id}-error`} role="alert">
          {mistake.isForeign && `${takenBy(field)} `}
          <span lang={mistake.isForeign ? 'en' : undefined}>{mistake.text}</span>
        </p>
      )}
      <p class="mark quiet small" id={`${id}-mark`}>
        {markOf(field, value, change !== undefined)}
        {value?.source === 'page' && change !== null && isOpen(field, value) && (
          <button type="button" class="plain" aria-label={`${t('take_back')}: ${label}`} onClick={() => edit(key, null)}>
            {t('take_back')}
          </button>
        )}
      </p>
    </div>
  );
}

/** Where the value comes from, what it may be, and what the default is. */
function markOf(field: SettingField, value: SettingValue | undefined, isEdited: boolean): string {
  const parts = [
    isEdited ? t('mark_edited') : sourceOf(field, value),
    value?.hint === undefined || value.hint === '' ? '' : t('mark_hint', { hint: value.hint }),
    field.least === undefined ? '' : t('range', { least: writtenValue(field.least), most: writtenValue(field.most ?? '') }),
    field.settable && !isSame(value?.value, field.default) ? defaultText(field) : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function sourceOf({ settable }: SettingField, value: SettingValue | undefined): string {
  if (!settable) return t(value?.isSet ? 'mark_fixed_set' : 'mark_fixed');
  switch (value?.source) {
    case 'environment':
      return t('mark_environment');
    case 'command-line':
      return t('mark_command');
    case 'page':
      return t('mark_page');
    case 'file':
      return t('mark_file');
    default:
      return '';
  }
}

function defaultText(field: SettingField): string {
  if (field.kind === 'secret' || field.kind === 'switch') return '';
  const { default: value } = field;
  const text = typeof value === 'object' ? value.map((each) => choiceWord(field, each)).join(', ') : choiceWord(field, writtenValue(value));
  return text === '' ? '' : t('default', { value: text });
}
