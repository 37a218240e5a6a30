import type { Key } from '../../words/areas.ts';
import { locale, words } from '../../words/words.ts';
import type { SettingField, Value } from './values.ts';
import { isNamed, textOf } from './values.ts';

const t = words('settings');

/** The words that the catalogue has for single choices. */
const CHOICES: readonly string[] = [
  ...['normal', 'far', 'largest', 'group', 'gentle', 'eager', 'match', 'lift', 'stop', 'continue'],
  ...['link', 'open', 'off', 'owner', 'household', 'youtube', 'streams', 'library', 'subsonic', 'music_assistant', 'composed', 'loops'],
];
/** Choices that mean something else in one setting than in others. */
const OWN_CHOICES: readonly string[] = ['web_preview_off', 'web_preview_stage', 'web_preview_picture'];

/** What people call a setting; its key where only experts change it. */
export const labelOf = ({ key }: Pick<SettingField, 'key'>): string =>
  isNamed(key) ? t(`label_${underscored(key)}` as Key<'settings'>) : key;

/** What it is for, in the language of the page where there is one, else in the English of the configuration file. */
export const sentenceOf = ({ key, sentence }: SettingField): { readonly text: string; readonly lang?: string } =>
  isNamed(key) ? { text: t(`hint_${underscored(key)}` as Key<'settings'>) } : { text: sentence, lang: 'en' };

/** A choice of a setting in words; as the configuration writes it where there are none. */
export function choiceWord({ key }: Pick<SettingField, 'key'>, choice: string): string {
  const own = `${underscored(key)}_${choice}`;
  if (OWN_CHOICES.includes(own)) return t(`choice_${own}` as Key<'settings'>);
  return CHOICES.includes(choice) ? t(`choice_${choice}` as Key<'settings'>) : choice;
}

/** `1234.5` as the language writes it, for a field: with every place that it has, and without separators of thousands. */
const typedNumber = (value: number): string => value.toLocaleString(locale(), { useGrouping: false, maximumFractionDigits: 10 });

/** A value on one line. Numbers are written as in the language of the page, which takes them back in either form. */
export const writtenValue = (value: Value): string => (typeof value === 'number' ? typedNumber(value) : textOf(value));

const underscored = (key: string): string => key.replace('.', '_');

/** What a setting takes, in a sentence, from what the box says of it. */
export function takenBy(field: SettingField): string {
  const { choices = [], kind, least, most } = field;
  const within = least === undefined || most === undefined ? undefined : { least, most };
  switch (kind) {
    case 'number':
      return within ? t('takes_number_within', within) : t('takes_number');
    case 'duration':
      return within ? t('takes_duration_within', within) : t('takes_duration');
    case 'choice':
    case 'choices':
      return t('takes_choice', { choices: choices.map((choice) => choiceWord(field, choice)).join(', ') });
    case 'hours':
      return t('takes_hours');
    case 'lines':
    case 'secret':
    case 'switch':
    case 'text':
      return t('takes_other');
    default:
      return kind satisfies never;
  }
}
