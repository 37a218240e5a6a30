import type { Config } from './schema.ts';

/** What each key allows by itself, but not beside another. Values that their own key refuses are passed over. */
export function contradictions({ music: { longest, shortest } }: Pick<Config, 'music'>): readonly string[] {
  const wrong = shortest >= longest;
  return wrong ? [`music.shortest (${spanOf(shortest)}) must be less than music.longest (${spanOf(longest)})`] : [];
}

const spanOf = (span: number): string => (span % 60_000 === 0 ? `${span / 60_000}m` : `${span / 1000}s`);
