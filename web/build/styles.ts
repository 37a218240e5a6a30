import type { Plugin } from 'vite';

/** Where Vite keeps the function that loads the styles of a lazy view. */
const HELPER = '\0vite/preload-helper.js';

/** The styles have arrived, or will not; the view is shown in either case. `meta` is where the importing file is. */
const CODE = `
export const __vitePreload = (load, styles = [], meta) =>
  Promise.all(styles.map((path) => new Promise((done) => {
    const href = new URL(path, meta).href;
    if ([...document.styleSheets].some((sheet) => sheet.href === href)) return done();
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.crossOrigin = '';
    link.onload = link.onerror = done;
    link.href = href;
    document.head.append(link);
  }))).then(load);
`;

/** Vite's own helper is four times this size, for preloads that the page does not use. */
export function styles(): Plugin {
  return { name: 'styles', enforce: 'pre', apply: 'build', load: (id) => (id === HELPER ? CODE : undefined) };
}
