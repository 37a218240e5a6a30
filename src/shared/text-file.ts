import { readFile } from 'node:fs/promises';

/** The text of a file; empty if it cannot be read. */
export const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
