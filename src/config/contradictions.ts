import type { Config } from './schema.ts';

/** What each key allows by itself, but not beside another. Values that their own key refuses are passed over. */
export const contradictions = ({ camera, music }: Pick<Config, 'camera' | 'music'>): readonly string[] => [
  ...oneOrSeveral(camera),
  ...shortestAndLongest(music),
];

function oneOrSeveral({ source, sources }: Config['camera']): readonly string[] {
  const both = source !== 'auto' && sources.length > 0;
  return both ? ['camera.source and camera.sources are both set: keep camera.source for one camera, or camera.sources for several'] : [];
}

function shortestAndLongest({ longest, shortest }: Config['music']): readonly string[] {
  const wrong = shortest >= longest;
  return wrong ? [`music.shortest (${spanOf(shortest)}) must be less than music.longest (${spanOf(longest)})`] : [];
}

const spanOf = (span: number): string => (span % 60_000 === 0 ? `${span / 60_000}m` : `${span / 1000}s`);
