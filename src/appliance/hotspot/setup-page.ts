import type { SetupLanguage, SetupWord } from './setup-words.ts';
import { SETUP_WORDS } from './setup-words.ts';

const STYLE =
  'body{font:1.1em/1.5 sans-serif;max-width:26em;margin:2em auto;padding:0 1em;color:#222;background:#fff}label{display:block;margin:1em 0 0}' +
  'input{font:inherit;width:100%;box-sizing:border-box;padding:.5em}input[type=checkbox]{width:auto}button{font:inherit;margin:1.5em 0;padding:.6em 1.5em}' +
  '.problem{color:#a00000}small{color:#555}';

/** What stands in the page. `problem`: a sentence above the form. `filled`: what the visitor has typed before, except the password. */
export type SetupForm = { readonly problem?: string; readonly filled: { readonly ssid: string; readonly country: string } };

/** The page that asks for a Wi-Fi: HTML without a script or anything to fetch. */
export function formPage(language: SetupLanguage, { problem, filled }: SetupForm): string {
  const say = (word: SetupWord): string => escapedHtml(SETUP_WORDS[language][word]);
  return wholePage(
    language,
    `<p>${say('about')}</p>${problem === undefined ? '' : `<p class="problem" role="alert">${escapedHtml(problem)}</p>`}
<form method="post" action="/" accept-charset="utf-8" autocomplete="off">
<label for="ssid">${say('ssid')}</label><input id="ssid" name="ssid" required maxlength="32" autocapitalize="none" value="${escapedHtml(filled.ssid)}">
<label for="password">${say('password')}</label><input id="password" name="password" type="text" maxlength="64" autocapitalize="none" autocorrect="off" spellcheck="false">
<small>${say('password_hint')}</small>
<label for="country">${say('country')}</label><input id="country" name="country" maxlength="2" size="2" value="${escapedHtml(filled.country)}">
<label><input type="checkbox" name="hidden" value="yes"> ${say('hidden')}</label>
<button type="submit">${say('connect')}</button>
</form>`,
  );
}

/** The page that says good-bye: the box now tries the network. `address`: where its page is afterwards. */
export function farewellPage(language: SetupLanguage, network: string, address: string): string {
  const say = (word: SetupWord): string => escapedHtml(saidOf(language, word, { network, address }));
  return wholePage(language, `<h2>${say('trying')}</h2><p>${say('trying_about')}</p>`);
}

/** A sentence of the page, with what belongs into it. */
export const saidOf = (language: SetupLanguage, word: SetupWord, values: Readonly<Record<string, string>> = {}): string =>
  SETUP_WORDS[language][word].replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);

const wholePage = (language: SetupLanguage, body: string): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapedHtml(SETUP_WORDS[language].title)}</title><style>${STYLE}</style></head>
<body><h1>${escapedHtml(SETUP_WORDS[language].title)}</h1>${body}</body></html>
`;

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapedHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => MARKS[mark] ?? mark);
