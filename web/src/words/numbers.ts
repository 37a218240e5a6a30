import { locale } from './words.ts';

/** `1,234` as the language writes it. */
export const numberOf = (value: number): string => value.toLocaleString(locale());
