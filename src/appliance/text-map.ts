/** A section of YAML that was read with its failsafe schema: its values are texts, lists and sections. */
export type TextMap = Readonly<Record<string, unknown>>;

export const isTextMap = (value: unknown): value is TextMap => typeof value === 'object' && value !== null && !Array.isArray(value);

const YES = /^(true|yes|on|1)$/i;
const NO = /^(false|no|off|0)$/i;

/** What somebody means by a word such as `yes`, `off` or `true`; undefined if it is another word. */
export function switchIn(value: unknown): boolean | undefined {
  const word = String(value ?? '').trim();
  return YES.test(word) ? true : NO.test(word) ? false : undefined;
}

/** `hostname:` without a value reads as an empty text. */
export const isUnset = (value: unknown): boolean => value === undefined || value === null || value === '';
