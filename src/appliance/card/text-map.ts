/** A section of YAML that was read with its failsafe schema: its values are texts, lists and sections. */
export type TextMap = Readonly<Record<string, unknown>>;

export const isTextMap = (value: unknown): value is TextMap => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `hostname:` without a value reads as an empty text. */
export const isUnset = (value: unknown): boolean => value === undefined || value === null || value === '';
