import type { PeerView } from '../domain/group.ts';

/**
 * The box that plays, out of those that are there: a box with a loudspeaker before one without, a later decision to play before an earlier
 * one or none, then the lowest id. This is a total order, so boxes that know the same views elect the same box, in whatever order the views
 * arrived. A box that plays stays elected, whoever else comes or goes. Nobody while all are joining.
 */
export function electedOf(views: readonly PeerView[]): PeerView | undefined {
  return views.filter(({ role }) => role.kind !== 'joining').sort(byRank)[0];
}

const byRank = (a: PeerView, b: PeerView): number => Number(b.sound) - Number(a.sound) || termOf(b) - termOf(a) || (a.id < b.id ? -1 : 1);

/** The term in which a box plays; 0 if it does not play. */
export const termOf = ({ role }: Pick<PeerView, 'role'>): number => (role.kind === 'plays' ? role.term : 0);
