import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fields } from '../../../src/config/form.ts';
import { takenBy } from '../../../web/src/views/settings/labels.ts';
import type { SettingField, SettingValue } from '../../../web/src/views/settings/values.ts';
import {
  changesOf,
  earlier,
  edited,
  isHidden,
  isOpen,
  linesIn,
  matches,
  numberIn,
  sectionOf,
  shownIn,
  toggled,
  USUAL,
} from '../../../web/src/views/settings/values.ts';
import { root } from '../../assets.ts';
import { speak } from '../catalogues.ts';

const field = (key: string): SettingField => {
  const found = fields().find((each) => each.key === key);
  if (!found) throw new Error(`there is no ${key}`);
  return { ...found, restart: true };
};
const value = (key: string, more: Partial<SettingValue> = {}): SettingValue => ({ key, source: 'default', isSet: false, ...more });

describe('the usual settings', () => {
  test('exist, and the page may set them', () => {
    for (const key of USUAL) expect(isOpen(field(key), value(key)), key).toBe(true);
  });

  test.each(['en', 'de', 'fr', 'es'])('have a label, a hint and a word for each choice (%s)', (language) => {
    const words = JSON.parse(readFileSync(join(root, `web/words/${language}/settings.json`), 'utf8'));
    for (const key of USUAL) {
      const name = key.replace('.', '_');
      expect([key, words[`label_${name}`], words[`hint_${name}`]]).toEqual([key, expect.any(String), expect.any(String)]);
      for (const choice of field(key).choices ?? []) expect(words[`choice_${choice}`], choice).toEqual(expect.any(String));
    }
  });

  test('every section and unit has its words', () => {
    const words = JSON.parse(readFileSync(join(root, 'web/words/en/settings.json'), 'utf8'));
    for (const { key, unit } of fields()) {
      expect(words[`section_${sectionOf(key)}`]).toEqual(expect.any(String));
      if (unit !== undefined) expect(words[`unit_${unit.replace('-', '_')}`]).toEqual(expect.any(String));
    }
  });
});

describe('a form', () => {
  test('shows the edit, then what is saved, then the default; and nothing of a secret', () => {
    const hold = field('mood.hold');
    expect(shownIn(hold, value('mood.hold', { value: '4s', isSet: true }), '5s')).toBe('5s');
    expect(shownIn(hold, value('mood.hold', { value: '4s', isSet: true }), undefined)).toBe('4s');
    expect(shownIn(hold, value('mood.hold', { value: '4s', isSet: true }), null)).toBe('3s');
    expect(shownIn(hold, undefined, undefined)).toBe('3s');
    const password = value('mqtt.password', { isSet: true, source: 'file' });
    expect([isHidden(field('mqtt.password'), password), shownIn(field('mqtt.password'), password, undefined)]).toEqual([true, '']);
    const camera = value('camera.source', { isSet: true, hint: 'rtsp://10.0.0.7' });
    expect([isHidden(field('camera.source'), camera), shownIn(field('camera.source'), camera, undefined)]).toEqual([true, '']);
  });

  test('is locked where the environment, the command line or safety says so', () => {
    expect(isOpen(field('web.port'), value('web.port', { source: 'environment' }))).toBe(false);
    expect(isOpen(field('camera.source'), value('camera.source', { source: 'command-line' }))).toBe(false);
    expect(isOpen(field('player.mpv'), value('player.mpv'))).toBe(false);
  });

  test('an edit that changes nothing is none', () => {
    const saved = value('camera.fps', { value: 8, source: 'page', isSet: true });
    expect(edited({}, saved, 'camera.fps', 9)).toEqual({ 'camera.fps': 9 });
    expect(edited({}, saved, 'camera.fps', '8.')).toEqual({});
    expect(edited({ 'camera.fps': 9 }, saved, 'camera.fps', 8)).toEqual({});
    expect(edited({}, saved, 'camera.fps', null)).toEqual({ 'camera.fps': null });
    expect(edited({ 'camera.fps': 9 }, value('camera.fps', { value: 10 }), 'camera.fps', null)).toEqual({});
  });

  test('a number is kept as it is typed, and sent as a number', () => {
    const typed = edited({}, value('mood.margin', { value: 0.1 }), 'mood.margin', '0,25');
    expect(typed).toEqual({ 'mood.margin': '0,25' });
    expect(
      changesOf(
        { ...typed, 'mqtt.name': '0', 'camera.fps': null },
        fields().map((each) => ({ ...each, restart: true })),
      ),
    ).toEqual({
      'mood.margin': 0.25,
      'mqtt.name': '0',
      'camera.fps': null,
    });
  });

  test('a number may be written with a comma, and what is none is left to the box', () =>
    expect(['12', ' 0,5 ', '-3', '', 'fast', '1e999'].map(numberIn)).toEqual([12, 0.5, -3, '', 'fast', '1e999']));

  test('empty lines do not count', () => expect(linesIn(' german \n\nfrench\n')).toEqual(['german', 'french']));

  test('words of a list are taken out, added at the end, and moved up', () => {
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
    expect(toggled(['b'], 'a')).toEqual(['b', 'a']);
    expect(earlier(['a', 'b', 'c'], 'c')).toEqual(['a', 'c', 'b']);
    expect(earlier(['a', 'b'], 'a')).toEqual(['a', 'b']);
    expect(earlier(['a', 'b'], 'x')).toEqual(['a', 'b']);
  });

  test('a search wants every word, wherever it stands', () => {
    expect(matches('volume quiet', ['player.quiet_volume', 'Loudest in the quiet hours'])).toBe(true);
    expect(matches('volume camera', ['player.quiet_volume'])).toBe(false);
  });
});

test('a setting says in the language of the page what it takes', async () => {
  const field = (kind: SettingField['kind'], more: Partial<SettingField> = {}): SettingField => ({
    ...{ key: 'camera.fps', sentence: '', kind, default: '', settable: true, restart: true },
    ...{ least: undefined, most: undefined, choices: undefined, unit: undefined },
    ...more,
  });
  await speak('de');
  expect(takenBy(field('number', { least: 1, most: 30 }))).toBe('Eine Zahl von 1 bis 30.');
  expect(takenBy(field('number'))).toBe('Eine Zahl.');
  expect(takenBy(field('duration', { least: '1s', most: '1h' }))).toBe('Eine Dauer von 1s bis 1h, geschrieben wie 500ms, 3s, 2m oder 1h.');
  expect(takenBy(field('choice', { choices: ['match', 'lift'] }))).toMatch(/^Eines davon: .+, .+\.$/);
  await speak('en');
  expect(takenBy(field('hours'))).toBe('Two times of the day such as 22:00-07:00, or nothing.');
  expect(takenBy(field('text'))).toBe('The box does not take this value.');
});
