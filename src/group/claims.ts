import type { PeerView } from '../domain/group.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import { termOf } from './election.ts';
import type { Peer, Peers } from './peers.ts';
import { SILENT_AFTER } from './peers.ts';

/** A box that plays and was heard within this time is there: it speaks every second. */
const LIVE = ms(2500);
/** The terms of a group go up by one. After an outage a box may have missed a few. */
const MOST_MISSED = 16;
/**
 * Two boxes must not play for ever. So a box gives way to a claim that is kept up beside it for `PERSISTENT`, and takes it for a claim like
 * any other after `SETTLED`. Boxes that were parted in several outages come to that.
 */
const PERSISTENT = ms(15_000);
const SETTLED = ms(600_000);
/** A box that heard nobody for longer than this was alone, not cut off for a moment. */
const MOMENT = ms(60_000);

type Rival = { readonly term: number; readonly sound: boolean };

/** What a box knows when it hears another's claim to play. */
export type Hearing = {
  readonly peers: Peers;
  readonly line: { readonly since: Instant };
  /** The term in which this box itself plays, 0 if it does not; and whether it has a loudspeaker. */
  readonly own: Rival;
  /** The highest term so far, and since when it is that. */
  readonly term: number;
  readonly decided: Instant;
};

/**
 * What to make of a box's claim to play. Boxes never replace one that plays, so a claim beside one is believed only in the seconds after
 * this box began to listen or somebody began to play, since several may decide at the same time. `contested`: it has been kept up for so
 * long that this box gives way, but without taking over what the other asks for. So a message that anybody could write cannot silence a
 * group without a secret; only a secret keeps out a stranger who goes to more trouble.
 */
export function verdictOn(view: PeerView, { peers, line, own, term, decided }: Hearing, at: Instant): 'believed' | 'contested' | 'doubted' {
  const claim = termOf(view);
  const known = peers.get(view.id);
  if (claim === 0 || elapsed(line.since, at) < SILENT_AFTER) return 'believed';
  if (claim > term + MOST_MISSED) return 'doubted';
  const isThere = known !== undefined && elapsed(at, known.until) > 0;
  if (isThere && termOf(known.view) > 0 && known.claimsSince === undefined) return 'believed';
  const kept = isThere && known.claimsSince !== undefined ? elapsed(known.claimsSince, at) : 0;
  if (kept >= PERSISTENT) return kept < SETTLED ? 'contested' : 'believed';
  const others = [...peers.values()].filter((peer) => peer.view.id !== view.id && isLive(peer, at)).map(({ view: each }) => each);
  const rivals = [own, ...others.map((each) => ({ term: termOf(each), sound: each.sound }))];
  // A box without a loudspeaker gives way to one that has one, at any time.
  const highest = Math.max(0, ...rivals.filter(({ sound }) => sound || !view.sound).map(({ term: each }) => each));
  if (highest === 0) return 'believed';
  if (elapsed(decided, at) < SILENT_AFTER) return 'believed';
  return 'doubted';
}

const isLive = ({ until }: Peer, at: Instant): boolean => elapsed(at, until) > SILENT_AFTER - LIVE;

/**
 * Whether this box was cut off for a moment without noticing: it hears somebody after it had heard nobody for a while, though others had
 * been there for long. Then it has to listen like one that has just come.
 */
export function wasDeaf(peers: Peers, at: Instant): boolean {
  const all = [...peers.values()];
  return all.length > 0 && all.every(({ until }) => elapsed(until, at) >= 0) && all.some((peer) => isOldFriend(peer, at));
}

const isOldFriend = ({ since, until }: Peer, at: Instant): boolean =>
  elapsed(since, until) > 2 * SILENT_AFTER && elapsed(until, at) < MOMENT;
