import type { Standing } from '../../domain/access.ts';
import { ENDPOINT_LEVELS } from '../api/endpoints.ts';

/**
 * Every route of the page, with the standing that it needs. Nothing is served without a line here, but for the files of the page itself,
 * which say nothing of this box. A command also needs its own level (`levelOf`).
 */
export const ROUTE_LEVELS = {
  /** Strangers learn whether the box is well, and no more. */
  'GET /healthz': 'stranger',
  'GET /api/report': 'guest',
  'GET /api/events': 'guest',
  'POST /api/commands': 'household',
  'GET /api/access': 'stranger',
  'POST /api/access/login': 'stranger',
  'POST /api/access/logout': 'stranger',
  /** Needs the setup code, or an owner and the owner's PIN. */
  'POST /api/access/pins': 'stranger',
  'POST /api/access/logout-all': 'owner',
  'GET /api/access/guest-link': 'household',
  'POST /api/access/guest-link': 'household',
  'DELETE /api/access/guest-link': 'household',
  'GET /g/:token': 'stranger',
  ...ENDPOINT_LEVELS,
} as const satisfies Readonly<Record<string, Standing>>;

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
