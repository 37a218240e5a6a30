import type { Stats } from 'node:fs';

/** What tells one content of a file from another without reading it: it changes whenever the file is written to or replaced. */
export const fileVersion = ({ ino, mtimeMs, size }: Pick<Stats, 'ino' | 'mtimeMs' | 'size'>): string => `${ino} ${mtimeMs} ${size}`;
