import type { Wait } from './refusals.ts';
import { REFUSALS } from './refusals.ts';
import type { Ms } from './units.ts';

export type RefusalCode = keyof typeof REFUSALS;
export type RefusalValues = Readonly<Record<string, string | number>>;

/**
 * Why something that a person asked for is not done. `sentence` is English, for logs, programs and MQTT; by `code` and `values` the page
 * says it in the visitor's language. What another program says (mpv, a broker) has no code. `wait`: after what time to ask again; absent:
 * never like this.
 */
export type Refusal = { readonly sentence: string; readonly code?: RefusalCode; readonly values?: RefusalValues; readonly wait?: Ms };

type ValuesOf<C extends RefusalCode> = (typeof REFUSALS)[C] extends (values: infer V) => string ? [values: V] : [];

/** The refusal of a code, with the values that its sentence names. */
export function refusal<C extends RefusalCode>(code: C, ...[values]: ValuesOf<C>): Refusal {
  const words: string | ((values: never) => string) = REFUSALS[code];
  if (typeof words === 'string') return { sentence: words, code };
  return { sentence: words(values as never), code, values: values as RefusalValues };
}

/** The same, which may be asked again after a while. */
export const after = (wait: Ms, refused: Refusal): Refusal => ({ ...refused, wait });

/** A length of time as a person says it: seconds below a minute and a half, and minutes beyond. Always rounded up. */
export function waitOf(wait: Ms): Wait {
  const seconds = Math.ceil(wait / 1000);
  return seconds < 90 ? { count: seconds, unit: 'seconds' } : { count: Math.ceil(seconds / 60), unit: 'minutes' };
}
