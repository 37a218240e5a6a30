/** Milliseconds until an answer about the past must be there: a year of history takes a small board some seconds. */
export const DIARY_LIMIT = 20_000;
