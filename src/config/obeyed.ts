import { programIn } from '../shared/process/programs.ts';
import { SECTIONS } from './keys.ts';
import type { Config, SectionName } from './schema.ts';
import { distrusted, trustedHere } from './trust.ts';

/** A problem for each file, folder and program of the configuration that somebody else could replace. */
export const replaceable = (config: Config, env: NodeJS.ProcessEnv): readonly string[] =>
  Object.entries(SECTIONS).flatMap(([section, keys]) =>
    Object.entries(keys).flatMap(([key, { names }]) => {
      const value = (config[section as SectionName] as Readonly<Record<string, unknown>>)[key];
      const path = typeof value === 'string' && names !== undefined ? pathOf(value, names, env) : undefined;
      const why = path === undefined ? undefined : distrusted(path);
      return why === undefined ? [] : [`${section}.${key}: ${why}`];
    }),
  );

/** Undefined for a key that is not set. A program without a folder is looked up only for root: another user's PATH is their own affair. */
function pathOf(value: string, names: 'file' | 'program', env: NodeJS.ProcessEnv): string | undefined {
  if (value === '') return undefined;
  if (names === 'file' || value.includes('/')) return value;
  if (value === 'auto' || !trustedHere().users.every((uid) => uid === 0)) return undefined;
  return programIn((env.PATH ?? '').split(':'), value);
}
