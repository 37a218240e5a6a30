import type { AreaName, Key } from './areas.ts';

/** The words of the page, as they have been loaded. Knows nothing of the browser: tests fill it with the same catalogues. */

export type Message = (values: Readonly<Record<string, unknown>>) => string;
export type Areas = Readonly<Record<string, Readonly<Record<string, Message>>>>;

const known = new Map<string, Readonly<Record<string, Message>>>();
let language = 'en';
let variant = 'en';

/** Takes the words of some areas, all in this language. `wished`: what the browser asks for, such as `en-GB`, the dearest first. */
export function learn(areas: Areas, spoken: string, wished: readonly string[] = []): void {
  for (const [area, messages] of Object.entries(areas)) known.set(area, messages);
  language = spoken;
  variant = wished.find((each) => each === spoken || each.indexOf(`${spoken}-`) === 0) ?? spoken;
}

/** The language in which the page speaks, as in `<html lang>`. */
export const spokenLanguage = (): string => language;

/** How dates and numbers are written: as the visitor's own kind of that language does it (`en-GB`), where the browser says which. */
export const locale = (): string => variant;

/** Says one sentence of an area. `values`: what its placeholders stand for. */
export type Say<A extends AreaName> = (key: Key<A>, values?: Readonly<Record<string, string | number>>) => string;

/** The words of an area. They must have been loaded by the time that one is said; the area is in the view's line of `views.ts`. */
export function words<A extends AreaName>(area: A): Say<A> {
  return (key, values = {}) => {
    const messages = known.get(area);
    if (messages === undefined) throw new Error(`the words of ${area} are not loaded: name it in views.ts`);
    // The types know every key. Were one missing all the same, a name in the text is better than no page.
    return messages[key as string]?.(values) ?? String(key);
  };
}
