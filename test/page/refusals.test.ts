import { describe, expect, test } from 'vitest';
import type { RefusalCode } from '../../src/domain/refusal.ts';
import { refusal } from '../../src/domain/refusal.ts';
import { REFUSALS } from '../../src/domain/refusals.ts';
import { words } from '../../web/src/words/words.ts';
import { catalogue, LANGUAGES, speak } from './catalogues.ts';

const CODES = Object.keys(REFUSALS) as RefusalCode[];
const t = words('refusals');

/** Values for all that any sentence names. Each choice of words is walked. */
const VALUES = {
  box: 'bar',
  camera: 'door',
  count: 5,
  fault: 'EACCES',
  host: 'nas:80',
  key: 'camera.fps',
  least: 4,
  most: 64,
  pin: '1234',
};
const CHOICES: readonly Readonly<Record<string, string>>[] = [
  { by: 'environment', secret: 'pin', unit: 'seconds', whose: 'owner' },
  { by: 'command_line', secret: 'current_pin', unit: 'minutes', whose: 'household' },
  { by: 'environment', secret: 'setup_code', unit: 'minutes', whose: 'owner' },
];
type Any = (code: RefusalCode, values: object) => ReturnType<typeof refusal>;
const refused = (code: RefusalCode, values: object) => (refusal as Any)(code, values);

/** Catalogues have typographic quotes, and the box's own sentences have those of a keyboard. */
const plain = (said: string): string => said.replace(/[“”‘’]/g, "'");

describe('what the box refuses', () => {
  test('has words for every code, and for none besides', () => {
    for (const language of LANGUAGES) expect(Object.keys(catalogue(language, 'refusals')).sort()).toEqual([...CODES].sort());
  });

  test.each(CODES)('%s is said by the page as the box says it in English', async (code) => {
    await speak('en');
    for (const choice of CHOICES) {
      const values = { ...VALUES, ...choice };
      expect(t(code, values)).not.toBe(code);
      expect(plain(t(code, values))).toBe(plain(refused(code, values).sentence));
    }
  });

  test.each(LANGUAGES.filter((language) => language !== 'en'))('is said in %s, with all of its values', async (language) => {
    await speak(language);
    for (const code of CODES) {
      const values = { ...VALUES, ...CHOICES[1] };
      const english = refused(code, values).sentence;
      expect([code, t(code, values)]).not.toEqual([code, english]);
      for (const value of ['bar', 'door', 'EACCES', 'camera.fps', '1234', '64', 'nas:80', '5 minutes'].filter((each) =>
        english.includes(each),
      ))
        expect(t(code, values)).toContain(value.replace(' minutes', ''));
    }
  });

  test('counts in the singular', async () => {
    const waits = { en: '1 second ', de: '1 Sekunde', fr: '1 seconde ', es: '1 segundo ' };
    for (const language of LANGUAGES) {
      await speak(language);
      expect(`${t('tries_wait', { count: 1, unit: 'seconds' })} `).toContain(waits[language]);
    }
    expect(refusal('tries_wait', { count: 1, unit: 'seconds' }).sentence).toContain('1 second ');
  });
});
