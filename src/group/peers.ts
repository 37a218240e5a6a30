import type { PeerView } from '../domain/group.ts';
import { MOST_MEMBERS } from '../domain/group.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, later, ms } from '../domain/units.ts';

/** A box that has said nothing for so long is no longer there. It speaks every second. */
export const SILENT_AFTER = ms(5000);
/** One that the broker has lost has so long to come back: a dropped connection must not move the music. */
const LOST = ms(2000);

/** Another box: its last view, and until when it holds. */
type Member = { readonly view: PeerView; readonly until: Instant };
/** The other boxes by id. */
export type Peers = ReadonlyMap<string, Member>;

/** With a view that has come in. Of too many boxes those with the lowest ids are kept, whoever came first. */
export function heard(members: Peers, view: PeerView, at: Instant): Peers {
  const all = [...present(members, at), [view.id, { view, until: later(at, SILENT_AFTER) }] as const];
  return new Map([...new Map(all)].sort(byId).slice(0, MOST_MEMBERS));
}

/** With one that the broker has lost. */
export function lost(members: Peers, id: string, at: Instant): Peers {
  const member = members.get(id);
  return member && elapsed(at, member.until) > LOST ? new Map([...members, [id, { ...member, until: later(at, LOST) }]]) : members;
}

/** The views of those that are there, and one's own, in the order of their ids. Where that is not among the first, it is not there. */
export const viewsOf = (members: Peers, own: PeerView, at: Instant): readonly PeerView[] =>
  [...present(members, at).map(([, { view }]) => view), own].sort((a, b) => byId([a.id], [b.id])).slice(0, MOST_MEMBERS);

const present = (members: Peers, at: Instant): [string, Member][] => [...members].filter(([, { until }]) => elapsed(at, until) > 0);

/** By code unit, which is the same on every machine. */
const byId = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number => (a < b ? -1 : a > b ? 1 : 0);
