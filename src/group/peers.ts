import type { PeerView } from '../domain/group.ts';
import { MOST_MEMBERS } from '../domain/group.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, later, ms } from '../domain/units.ts';

/** A box that has been silent this long has gone. It speaks every second. */
export const SILENT_AFTER = ms(5000);
/** A box that the broker has lost has this long to come back: a dropped connection must not move the music. */
const LOST = ms(2000);

/** Another box: its last view, and until when that counts. */
type Peer = { readonly view: PeerView; readonly until: Instant };
/** The other boxes by id. */
export type Peers = ReadonlyMap<string, Peer>;

/** Takes in a view. If there are too many boxes, those with the lowest ids stay, whoever came first. */
export function withView(peers: Peers, view: PeerView, at: Instant): Peers {
  const all = [...present(peers, at), [view.id, { view, until: later(at, SILENT_AFTER) }] as const];
  return new Map([...new Map(all)].sort(byId).slice(0, MOST_MEMBERS));
}

/** Takes in that the broker has lost a box. */
export function withLostPeer(peers: Peers, id: string, at: Instant): Peers {
  const peer = peers.get(id);
  return peer && elapsed(at, peer.until) > LOST ? new Map([...peers, [id, { ...peer, until: later(at, LOST) }]]) : peers;
}

/**
 * The views of the boxes that are there, this box's own included, in the order of their ids. If there are too many, the last ones are left
 * out, even if one of them is our own.
 */
export const viewsOf = (peers: Peers, own: PeerView, at: Instant): readonly PeerView[] =>
  [...present(peers, at).map(([, { view }]) => view), own].sort((a, b) => byId([a.id], [b.id])).slice(0, MOST_MEMBERS);

const present = (peers: Peers, at: Instant): [string, Peer][] => [...peers].filter(([, { until }]) => elapsed(at, until) > 0);

/** By code unit, which is the same on every machine. */
const byId = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number => (a < b ? -1 : a > b ? 1 : 0);
