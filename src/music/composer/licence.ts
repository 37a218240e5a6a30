/** What the composer's music belongs to: nobody. */
export const LICENCE = { name: 'CC0-1.0', page: 'https://creativecommons.org/publicdomain/zero/1.0/' } as const;

/** The licence as one line, for tags and for the head of a score. */
export const LICENCE_LINE = `${LICENCE.name} (${LICENCE.page})`;
