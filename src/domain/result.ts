/** The outcome of something that may fail in everyday life: a value, or the reason why there is none. Broken promises throw instead. */
export type Result<T, Why> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Why };

export const done = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const failed = <Why>(why: Why): { readonly ok: false; readonly why: Why } => ({
  ok: false,
  why,
});
