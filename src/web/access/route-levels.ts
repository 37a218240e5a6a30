import type { Standing } from '../../domain/access.ts';
import { ENDPOINT_LEVELS } from '../api/endpoints.ts';
import { FIXED_ROUTES } from '../api/fixed-routes.ts';

const FIXED_LEVELS = Object.fromEntries(Object.entries(FIXED_ROUTES).map(([route, { level }]) => [route, level])) as Readonly<
  Record<keyof typeof FIXED_ROUTES, Standing>
>;

/** Every route of the page, with the standing that it needs. */
export const ROUTE_LEVELS = { ...FIXED_LEVELS, ...ENDPOINT_LEVELS };

export type Route = keyof typeof ROUTE_LEVELS;

/** The methods that this path answers. Like Express, it ignores capitals and a slash at the end. Empty for unknown paths. */
export function methodsOf(path: string): readonly string[] {
  const asked = path.toLowerCase().replace(/(?<=.)\/$/, '');
  const methods = Object.keys(ROUTE_LEVELS).flatMap((route) => {
    const [method = '', known = ''] = route.split(' ');
    const [start = '', token] = known.split(':');
    const fits = token === undefined ? asked === known : asked.startsWith(start) && !asked.slice(start.length).includes('/');
    return fits ? [method] : [];
  });
  return methods.includes('GET') ? ['HEAD', ...methods] : methods;
}
