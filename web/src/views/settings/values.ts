import type { ConfigAnswer, ConfigSchemaAnswer } from '../../../../src/web/api/settings.ts';
import { recordOf } from '../../box/record.ts';

/** What is known of settings, without the browser: tests use it as it is. */

export type SettingField = ConfigSchemaAnswer['fields'][number];
export type SettingValue = ConfigAnswer['values'][number];
export type Value = string | number | boolean | readonly string[];
/** Changes that have not been saved, by key. `null`: back to what the configuration file or the default says. */
export type Edits = Readonly<Record<string, Value | null>>;

/** Settings that most people look for; the others are shown on request. */
export const USUAL = [
  'camera.source',
  'camera.reach',
  'mood.of',
  'mood.inertia',
  'presence.hold',
  'music.order',
  'music.library',
  'music.change',
  'music.manner',
  'music.instrumental',
  'music.language',
  'music.day',
  'music.away',
  'player.output',
  'player.quiet_hours',
  'player.quiet_volume',
  'player.crossfade',
  'player.even_loudness',
  'mqtt.url',
  'mqtt.username',
  'mqtt.password',
  'mqtt.name',
  'web.host',
  'web.guests',
  'web.camera_on',
  'history.enabled',
  'history.keep_days',
  'venue',
] as const;

/** Settings that have a name in every language: the usual ones, and others that the page speaks of elsewhere. */
export const NAMED = [...USUAL, 'camera.ignore', 'mood.min_confidence', 'mqtt.group', 'web.preview', 'history.private_statistics'] as const;
export type NamedKey = (typeof NAMED)[number];

export const isUsual = (key: string): boolean => USUAL.some((each) => each === key);
export const isNamed = (key: string): key is NamedKey => NAMED.some((each) => each === key);

/** The section of a key: `camera` of `camera.fps`. Those outside of every section are about a venue. */
export function sectionOf(key: string): string {
  return key.includes('.') ? (key.split('.')[0] ?? '') : 'venue';
}

/** Whether the page may change this setting here and now. */
export const isOpen = (field: SettingField, value: SettingValue | undefined): boolean =>
  field.settable && value?.source !== 'environment' && value?.source !== 'command-line';

/** What a form shows for a setting: the edit, else what is saved, else the default. Of a secret nothing is shown but what was typed. */
export function shownIn(field: SettingField, value: SettingValue | undefined, edit: Value | null | undefined): Value {
  if (edit !== undefined && edit !== null) return edit;
  if (edit === null) return field.default;
  return value?.value ?? (isHidden(field, value) ? '' : field.default);
}

/** A secret, or an address with a login: it is set, and nobody is told to what. */
export const isHidden = (field: SettingField, value: SettingValue | undefined): boolean =>
  field.kind === 'secret' || (value?.isSet === true && value.value === undefined);

/** The edits with one more; without it where it is what is saved already. */
export function edited(edits: Edits, value: SettingValue | undefined, key: string, to: Value | null): Edits {
  const { [key]: _before, ...others } = edits;
  const isAsSaved = to === null ? value?.source !== 'page' : isSame(asSaved(to, value?.value), value?.value);
  return isAsSaved ? others : { ...others, [key]: to };
}

export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A number is kept as it is typed, so that `0.` can become `0.5`. */
const asSaved = (to: Value, saved: Value | undefined): Value => (typeof saved === 'number' ? numberIn(String(to)) : to);

/** The changes as the box takes them. */
export const changesOf = (edits: Edits, fields: readonly SettingField[]): Edits =>
  recordOf(
    Object.entries(edits).map(([key, to]) => {
      const isNumber = fields.some((field) => field.key === key && field.kind === 'number');
      return [key, isNumber && to !== null ? numberIn(String(to)) : to] as const;
    }),
  );

/** The number that a field holds, or its text if that is not a number: the box then refuses it in its own words. */
export function numberIn(text: string): Value {
  const plain = text.trim().replace(',', '.');
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : text;
}

/** The lines of a text area that hold something. */
export const linesIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A value on one line, for a comparison. */
export const textOf = (value: Value): string => (typeof value === 'object' ? value.join(', ') : String(value));

/** Whether a setting has all of these words, in its key or in one of its texts. */
export function matches(search: string, texts: readonly string[]): boolean {
  const all = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** A list of known words with one of them added at its end, or taken out. */
export const toggled = (list: readonly string[], word: string): readonly string[] =>
  list.includes(word) ? list.filter((each) => each !== word) : [...list, word];

/** The list with a word one place further to the front. */
export function earlier(list: readonly string[], word: string): readonly string[] {
  const at = list.indexOf(word);
  if (at < 1) return list;
  const moved = list.filter((each) => each !== word);
  return [...moved.slice(0, at - 1), word, ...moved.slice(at - 1)];
}
