import type { NamedKey } from '../views/settings/values.ts';

/** What stands around the key of a setting in a sentence: a control character that no catalogue and no title holds. */
export const MARK = '\u0002';

/** The place of a setting in a sentence. `Linked` shows its name there, and for owners a link to it. */
export const settingMark = (key: NamedKey): string => `${MARK}${key}${MARK}`;
