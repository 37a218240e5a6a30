/** Made at build time from web/words by web/build/catalogues.ts. */
declare module 'virtual:catalogues' {
  type Message = (values: Readonly<Record<string, unknown>>) => string;
  type Areas = Readonly<Record<string, Readonly<Record<string, Message>>>>;
  /** `runtime`: the functions that compiled messages call. */
  type Catalogue = { readonly default: (runtime: Readonly<Record<string, unknown>>) => Areas };
  /** A language: the words of the first view, and how to load those of the other areas. */
  type Language = Catalogue & { readonly areas: Readonly<Record<string, () => Promise<Catalogue>>> };
  export const CATALOGUES: Readonly<Record<string, () => Promise<Language>>>;
}
