import type { PeerView } from '../domain/group.ts';

/**
 * Who plays, out of the boxes that are there: one with a loudspeaker before one without, the latest decision before an earlier
 * one and before those who have not decided, then the lowest id. A total order, so that all who know the same views name the
 * same box, in whatever order they came; and one that is playing stays, whoever else comes or goes. Nobody while all are joining.
 */
export function electedOf(views: readonly PeerView[]): PeerView | undefined {
  return views.filter(({ role }) => role.kind !== 'joining').sort(byRank)[0];
}

const byRank = (a: PeerView, b: PeerView): number => Number(b.sound) - Number(a.sound) || termOf(b) - termOf(a) || (a.id < b.id ? -1 : 1);

/** 0 for a box that does not play. */
export const termOf = ({ role }: Pick<PeerView, 'role'>): number => (role.kind === 'plays' ? role.term : 0);
