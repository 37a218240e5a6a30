import type { PeerView } from '../domain/group.ts';
import { MOST_MEMBERS } from '../domain/group.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, later, ms } from '../domain/units.ts';

/** A box that has been silent this long has gone. It speaks every second. */
export const SILENT_AFTER = ms(5000);
/** A box that the broker has lost has this long to come back: a dropped connection must not move the music. */
const LOST = ms(2000);

/**
 * Another box: its last view, since when it has been heard without a break, and until when the view counts. `claimsSince`: since when it
 * has claimed to play and was doubted; `contested`: this box gives way to the claim, and does no more.
 */
export type Peer = {
  readonly view: PeerView;
  readonly since: Instant;
  readonly until: Instant;
  readonly claimsSince?: Instant;
  readonly contested?: true;
};
/** The other boxes by id. */
export type Peers = ReadonlyMap<string, Peer>;

/**
 * Takes in a view. Beside this box there is room for `MOST_MEMBERS` - 1 others, and those that came first stay, so that made-up names push
 * no box out. Only a box that plays, where no other does, takes the place of the last.
 */
export function withView(peers: Peers, view: PeerView, at: Instant, about: Pick<Peer, 'claimsSince' | 'contested'> = {}): Peers {
  const there = new Map(present(peers, at));
  const since = there.get(view.id)?.since ?? at;
  const fresh = [view.id, { view, since, until: later(at, SILENT_AFTER), ...about }] as const;
  if (there.has(view.id) || there.size < MOST_MEMBERS - 1) return new Map([...there, fresh].sort(byId));
  const isOnlyOne = view.role.kind === 'plays' && [...there.values()].every((peer) => peer.view.role.kind !== 'plays');
  return new Map(isOnlyOne ? [...[...there].slice(0, -1), fresh].sort(byId) : there);
}

/** Takes in that the broker has lost a box. */
export function withLostPeer(peers: Peers, id: string, at: Instant): Peers {
  const peer = peers.get(id);
  return peer && elapsed(at, peer.until) > LOST ? new Map([...peers, [id, { ...peer, until: later(at, LOST) }]]) : peers;
}

/** The views of the boxes that are there, this box's own included, in the order of their ids. */
export const viewsOf = (peers: Peers, own: PeerView, at: Instant): readonly PeerView[] =>
  [...present(peers, at).map(([, { view }]) => view), own].sort((a, b) => byId([a.id], [b.id]));

const present = (peers: Peers, at: Instant): [string, Peer][] => [...peers].filter(([, { until }]) => elapsed(at, until) > 0);

/** By code unit, which is the same on every machine. */
const byId = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number => (a < b ? -1 : a > b ? 1 : 0);
