import type { AccessLevel } from '../../domain/access.ts';
import type { PageVisitor } from '../../web/port.ts';

/** The level of a visitor whom the page has let in: no stranger gets as far as an endpoint of the daemon's that needs one. */
export const knownLevel = ({ level }: PageVisitor): AccessLevel => (level === 'stranger' ? 'guest' : level);
