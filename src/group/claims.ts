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
/** A claim that somebody keeps up for so long beside a box that plays is given way to, so that two never play for ever. */
const PERSISTENT = ms(60_000);
/** A box that heard nobody for longer than this was alone, not cut off for a moment. */
const MOMENT = ms(60_000);

/** What a box knows when it hears another's claim to play. */
export type Hearing = {
  readonly peers: Peers;
  readonly line: { readonly since: Instant };
  /** The term in which this box itself plays; 0 if it does not. */
  readonly own: number;
  /** The highest term so far, and since when it is that. */
  readonly term: number;
  readonly decided: Instant;
};

/**
 * What to make of a box's claim to play. Boxes never replace one that plays, so a claim beside one is believed only in the seconds after this
 * box began to listen, or where two decided at the same time. `contested`: it has been kept up for so long that it is given way to, but what
 * it asks for is not taken over. That keeps a message that anybody could write from silencing a group without a secret; a stranger who goes
 * to more trouble is kept out by the secret alone.
 */
export function verdictOn(view: PeerView, { peers, line, own, term, decided }: Hearing, at: Instant): 'believed' | 'contested' | 'doubted' {
  const claim = termOf(view);
  const known = peers.get(view.id);
  if (claim === 0 || elapsed(line.since, at) < SILENT_AFTER) return 'believed';
  if (claim > term + MOST_MISSED) return 'doubted';
  if (known && termOf(known.view) > 0 && elapsed(at, known.until) > 0) return known.contested ? 'contested' : 'believed';
  const rivals = [own, ...[...peers].filter(([id, peer]) => id !== view.id && isLive(peer, at)).map(([, peer]) => termOf(peer.view))];
  const highest = Math.max(...rivals);
  if (highest === 0) return 'believed';
  if (claim === highest && elapsed(decided, at) < SILENT_AFTER) return 'believed';
  return known?.claimsSince !== undefined && elapsed(known.claimsSince, at) >= PERSISTENT ? 'contested' : 'doubted';
}

const isLive = ({ until }: Peer, at: Instant): boolean => elapsed(at, until) > SILENT_AFTER - LIVE;

/**
 * Whether this box was cut off for a moment without noticing: it hears somebody after it had heard nobody for a while, though others had been
 * there for long. Then it has to listen like one that has just come.
 */
export function wasDeaf(peers: Peers, at: Instant): boolean {
  const all = [...peers.values()];
  return all.length > 0 && all.every(({ until }) => elapsed(until, at) >= 0) && all.some((peer) => isOldFriend(peer, at));
}

const isOldFriend = ({ since, until }: Peer, at: Instant): boolean =>
  elapsed(since, until) > 2 * SILENT_AFTER && elapsed(until, at) < MOMENT;
