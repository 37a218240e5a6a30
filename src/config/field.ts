/** A key with its section, such as `camera.fps`. */
export type KeyName = string;

/** What a number counts. */
export type Unit = 'px' | 'MB' | 'days' | 'per-second' | 'percent';

/** How a key is filled in: `choices` are words of a known list in an order, `lines` is a list of free text. */
export const FIELD_KINDS = ['number', 'duration', 'switch', 'choice', 'choices', 'lines', 'hours', 'text', 'secret'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** A value as a form shows it: lengths of time as people write them (`3s`), lists as lines of text. */
export type FieldValue = string | number | boolean | readonly string[];

/** One key as a form needs it. `least` and `most` are numbers, or lengths of time as text. */
export type Field = {
  readonly key: KeyName;
  readonly sentence: string;
  readonly kind: FieldKind;
  readonly default: FieldValue;
  readonly least?: number | string;
  readonly most?: number | string;
  readonly choices?: readonly string[];
  readonly unit?: Unit;
  /** False: only the configuration file and the environment set it. */
  readonly settable: boolean;
};

/** Where a value comes from, from the weakest to the strongest. */
export const VALUE_SOURCES = ['default', 'file', 'page', 'environment', 'command-line'] as const;
export type ValueSource = (typeof VALUE_SOURCES)[number];

/**
 * The value of one key. It is absent where nobody may see it again: a secret, an address with a password, a path on the machine. `isSet`
 * then says whether there is one; `hint` is the part of an address that may be seen.
 */
export type ShownValue = {
  readonly key: KeyName;
  readonly source: ValueSource;
  readonly isSet: boolean;
  readonly value?: FieldValue;
  readonly hint?: string;
};
