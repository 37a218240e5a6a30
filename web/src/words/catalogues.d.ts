/** Made at build time from web/words by web/build/catalogues.ts. */
declare module 'virtual:catalogues' {
  type Message = (values: Readonly<Record<string, unknown>>) => string;
  type Areas = Readonly<Record<string, Readonly<Record<string, Message>>>>;
  /** `runtime`: the functions that compiled messages call. */
  type Catalogue = { readonly default: (runtime: Readonly<Record<string, unknown>>) => Areas };
  export const LANGUAGES: readonly string[];
  /** Fetches the words of an area in one of these languages, or the shared file `first` or `later`. */
  export const fetchWords: (language: string, name: string) => Promise<Catalogue>;
}
