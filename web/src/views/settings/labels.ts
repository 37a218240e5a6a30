import type { Key } from '../../words/areas.ts';
import { words } from '../../words/words.ts';
import type { SettingField } from './values.ts';
import { isUsual } from './values.ts';

const t = words('settings');

/** The words that the catalogue has for single choices. */
const CHOICES: readonly string[] = [
  ...['normal', 'far', 'largest', 'group', 'gentle', 'eager', 'match', 'lift', 'stop', 'continue'],
  ...['link', 'open', 'off', 'owner', 'household', 'youtube', 'streams', 'library', 'composed', 'loops'],
];

/** What people call a setting; its key where only experts change it. */
export const labelOf = ({ key }: Pick<SettingField, 'key'>): string =>
  isUsual(key) ? t(`label_${underscored(key)}` as Key<'settings'>) : key;

/** What it is for, in the language of the page where there is one, else in the English of the configuration file. */
export const sentenceOf = ({ key, sentence }: SettingField): { readonly text: string; readonly lang?: string } =>
  isUsual(key) ? { text: t(`hint_${underscored(key)}` as Key<'settings'>) } : { text: sentence, lang: 'en' };

export const choiceWord = (choice: string): string => (CHOICES.includes(choice) ? t(`choice_${choice}` as Key<'settings'>) : choice);

const underscored = (key: string): string => key.replace('.', '_');

/** What a setting takes, in a sentence, from what the box says of it. */
export function takenBy({ choices = [], kind, least, most }: SettingField): string {
  const within = least === undefined || most === undefined ? undefined : { least, most };
  switch (kind) {
    case 'number':
      return within ? t('takes_number_within', within) : t('takes_number');
    case 'duration':
      return within ? t('takes_duration_within', within) : t('takes_duration');
    case 'choice':
    case 'choices':
      return t('takes_choice', { choices: choices.map(choiceWord).join(', ') });
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
