import { expect, test } from 'vitest';
import { typedIn } from '../../../src/appliance/hotspot/form.ts';
import { LINE_OF_USE, lineOfTyped, typedInLine } from '../../../src/appliance/hotspot/setup-child.ts';
import { farewellPage, formPage } from '../../../src/appliance/hotspot/setup-page.ts';
import { countryGuess, SETUP_LANGUAGES, SETUP_WORDS, setupLanguage } from '../../../src/appliance/hotspot/setup-words.ts';

test('a form becomes a network, as it was typed', () =>
  expect(typedIn('ssid=K%C3%BCche+1&password=let+me+in%2B&country=de&hidden=yes')).toEqual({
    ok: true,
    value: { network: { ssid: 'Küche 1', password: 'let me in+', hidden: true }, country: 'DE' },
  }));

test('a network without a password is open, and the country may be left out', () =>
  expect(typedIn('ssid=Open&password=&country=')).toEqual({ ok: true, value: { network: { ssid: 'Open', hidden: false } } }));

test.each([
  ['', 'bad_ssid'],
  ['ssid=&password=long+enough', 'bad_ssid'],
  [`ssid=${'x'.repeat(33)}`, 'bad_ssid'],
  [`ssid=${'%C3%BC'.repeat(17)}`, 'bad_ssid'],
  ['ssid=a%0A%5BSettings%5D', 'bad_ssid'],
  ['ssid=Home&password=short', 'bad_password'],
  ['ssid=Home&password=p%C3%A4ssword', 'bad_password'],
  ['ssid=Home&password=line%0Abreak', 'bad_password'],
  ['ssid=Home&password=(stored)', 'bad_password'],
  ['ssid=Home&password=long+enough&country=GER', 'bad_country'],
])('%j is refused: %s', (body, why) => expect(typedIn(body)).toEqual({ ok: false, why }));

test('what the process that serves the page says is read again as if a stranger had sent it', () => {
  const typed = { network: { ssid: 'Küche', password: 'let me in', hidden: true }, country: 'DE' };
  expect(typedInLine(lineOfTyped(typed))).toEqual(typed);
  expect(typedInLine(LINE_OF_USE)).toBe('used');
  const lies = [
    '{"ssid":"a\\nb","hidden":false}',
    '{"ssid":"a","password":"short","hidden":false}',
    '{"ssid":"a","hidden":false,"country":"D;"}',
    `{"ssid":"${'x'.repeat(2000)}","hidden":false}`,
    '{}',
    'x',
  ];
  for (const lie of lies) expect(typedInLine(lie)).toBeUndefined();
});

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de-DE,de;q=0.9,en;q=0.8', 'de'],
  ['en-GB;q=0.5, fr;q=0.9', 'fr'],
  ['pl, es;q=0.1', 'es'],
  ['de;q=0', 'en'],
  ['*', 'en'],
  [';;;,,,1de', 'en'],
  [`${'x'.repeat(500)},de`, 'en'],
])('a browser that asks for %j gets %s', (accepted, language) => expect(setupLanguage(accepted)).toBe(language));

test('the country is guessed from the first language', () =>
  expect([countryGuess('de-at,de;q=0.9'), countryGuess('de,de-DE'), countryGuess('zh-Hans-CN'), countryGuess()]).toEqual([
    'AT',
    '',
    '',
    '',
  ]));

test('every language has every sentence, with the same gaps', () => {
  const gaps = (text: string): readonly string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const language of SETUP_LANGUAGES) {
    for (const [word, english] of Object.entries(SETUP_WORDS.en)) {
      const text = SETUP_WORDS[language][word as keyof typeof SETUP_WORDS.en];
      expect(text).not.toBe('');
      expect(gaps(text)).toEqual(gaps(english));
    }
  }
});

test('nothing that was typed is markup, and the page fetches and runs nothing', () => {
  const mean = '"><script>alert(1)</script>&';
  const pages = [formPage('en', { problem: mean, filled: { ssid: mean, country: mean } }), farewellPage('fr', mean, mean)];
  for (const page of pages) {
    expect(page).not.toMatch(/<script|<img|<link|src=|https?:/i);
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;');
  }
});
