/** The name of the file in a header `attachment; filename=…`; a plain one if there is none, or it is a path. */
export const nameIn = (disposition: string): string => /filename="?(\w[\w.-]*)/.exec(disposition)?.[1] ?? 'moodbox';
