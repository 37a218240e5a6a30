import { pageLanguage } from '../../words/first-words.ts';

/** Each language in its own words. */
const NAMES: readonly (readonly [code: string, name: string])[] = [
  ['en', 'English'],
  ['de', 'Deutsch'],
  ['fr', 'Français'],
  ['es', 'Español'],
];
const YEAR = 365 * 24 * 3600;

/** Chooses the language of the page on this device. The server reads it from the cookie, so the page is loaded again. */
export function Language() {
  return (
    <div class="row" data-languages>
      {NAMES.map(([code, name]) => (
        <button key={code} type="button" lang={code} aria-pressed={code === pageLanguage()} onClick={() => choose(code)}>
          {name}
        </button>
      ))}
    </div>
  );
}

function choose(code: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is younger than the browsers that the page supports
  document.cookie = `lang=${code}; path=/; max-age=${YEAR}; samesite=strict`;
  location.reload();
}
