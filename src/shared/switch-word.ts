const YES = /^(true|yes|on|1)$/i;
const NO = /^(false|no|off|0)$/i;

/** What somebody means by a word such as `yes`, `off` or `true`; undefined if it is another word. */
export function switchIn(value: unknown): boolean | undefined {
  const word = String(value ?? '').trim();
  return YES.test(word) ? true : NO.test(word) ? false : undefined;
}
