import type { GroupRole, HandOver, PeerView } from '../domain/group.ts';
import { LAST_TERM } from '../domain/group.ts';
import type { Presence } from '../domain/presence.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, later, ms } from '../domain/units.ts';
import type { Feeling, FeelingSettings } from '../mood/feeling.ts';
import { beginFeeling, expressionOf, feel } from '../mood/feeling.ts';
import type { Glimpse } from '../mood/joint.ts';
import { jointReading, steadied } from '../mood/joint.ts';
import type { PresenceSettings } from '../mood/presence.ts';
import { jointPresence } from '../mood/presence.ts';
import type { SenseReading, SenseSettings } from '../mood/senses.ts';
import { joined } from '../mood/senses.ts';
import { verdictOn, wasDeaf } from './claims.ts';
import { electedOf, termOf } from './election.ts';
import type { Peer, Peers } from './peers.ts';
import { SILENT_AFTER, viewsOf, withLostPeer, withView } from './peers.ts';
import type { Agreed } from './port.ts';

/** How long a box waits without a broker before it plays by itself. */
export const ALONE = ms(60_000);
/** How long a box waits for one that was elected and does not begin, before it plays itself. It takes a box a second. */
const TURN = ms(10_000);

/**
 * How long a hand-over may take. The box that yields plays until it hears the other play, so nobody is silent while that fails. As long as
 * it lasts, no third box takes the music for itself.
 */
export const HAND_OVER = ms(10_000);

/** How a mood settles, and how long people count as present after the box that saw them has gone. */
export type GroupSettings = FeelingSettings & SenseSettings & { readonly presence: PresenceSettings };

/** This box as the others know it, and how its mood settles. */
export type Self = { readonly id: string; readonly sound: boolean; readonly settings: GroupSettings };

/** All that a box knows about its group. `line` says whether the broker has been reachable or not, and since when. */
export type GroupPeers = {
  readonly peers: Peers;
  readonly line: { readonly up: boolean; readonly since: Instant };
  readonly role: GroupRole;
  /** The highest term heard of so far, and since when it is that. */
  readonly term: number;
  readonly decided: Instant;
  /** Whether this box has a loudspeaker. */
  readonly sound: boolean;
  /** Since when nobody has played, as far as this box knows. */
  readonly leaderless?: Instant;
  /** Plays without the others: it has been cut off for too long, or somebody pressed Play while it was. */
  readonly alone: boolean;
  /** To whom this box hands the music over, and until when. */
  readonly yields?: HandOver & { readonly until: Instant };
  readonly glimpse?: Glimpse;
  readonly feeling: Feeling;
  readonly witnesses: Witnesses;
};

/** The outcome of a turn. `views` are those of the boxes that are there; `leader` is the other box that plays, if there is one. */
export type GroupStep = {
  readonly group: GroupPeers;
  readonly own: PeerView;
  readonly views: readonly PeerView[];
  readonly leader: PeerView | undefined;
  readonly agreed: Agreed;
};

/** A box that has not heard of any other yet. */
export const beginGroup = (at: Instant): GroupPeers => ({
  peers: new Map(),
  line: { up: false, since: at },
  role: { kind: 'joining' },
  term: 0,
  decided: at,
  sound: true,
  alone: false,
  feeling: beginFeeling,
  witnesses: { present: [] },
});

/** Takes in what a box says. A claim to play that is doubted counts as the word of a box that is ready. */
export function hear(before: GroupPeers, said: PeerView, at: Instant): GroupPeers {
  const group = wasDeaf(before.peers, at) ? { ...before, line: { ...before.line, since: at } } : before;
  const isHeir = heirOf(group, at) === said.id && termOf(said) <= group.term + 1;
  const verdict = isHeir ? 'believed' : verdictOn(said, { ...group, own: { term: termOf(group), sound: group.sound } }, at);
  const known = group.peers.get(said.id);
  const view = yieldsRightly(said, known, verdict) ? said : withoutHeir(said);
  const claimsSince = (known && elapsed(at, known.until) > 0 ? known.claimsSince : undefined) ?? at;
  if (verdict === 'doubted') return { ...group, peers: withView(group.peers, { ...view, role: { kind: 'ready' } }, at, { claimsSince }) };
  const term = Math.max(group.term, termOf(view));
  const peers = withView(group.peers, view, at, verdict === 'contested' ? { claimsSince, contested: true } : {});
  return { ...group, peers, term, decided: term > group.term && verdict === 'believed' ? at : group.decided };
}

/** Somebody wants another box to play from now on. Call it on the box that plays. */
export const yieldTo = (group: GroupPeers, to: string, at: Instant): GroupPeers => ({
  ...group,
  yields: { to, term: termOf(group), until: later(at, HAND_OVER) },
});

/** Only a box that is believed to play hands over, and goes on saying so for a moment after it has stopped. */
function yieldsRightly({ role, yields }: PeerView, known: Peer | undefined, verdict: 'believed' | 'contested' | 'doubted'): boolean {
  if (yields === undefined || verdict !== 'believed') return false;
  const term = role.kind === 'plays' ? role.term : known && Math.max(termOf(known.view), known.view.yields?.term ?? 0);
  return term === yields.term;
}

const withoutHeir = ({ yields: _, ...view }: PeerView): PeerView => view;

/** The box to which the music is handed over now; undefined if nobody does that. Of several hand-overs the latest counts, by its term. */
function heirOf({ peers, yields, term }: Pick<GroupPeers, 'peers' | 'yields' | 'term'>, at: Instant): string | undefined {
  const others = [...peers.values()].flatMap(({ view, until }) => (view.yields && elapsed(at, until) > 0 ? [view.yields] : []));
  const all = yields && elapsed(at, yields.until) > 0 ? [...others, yields] : others;
  const [latest] = all.filter((each) => each.term === term || each.term + 1 === term).sort((a, b) => b.term - a.term);
  return latest?.to;
}

export const lose = (group: GroupPeers, id: string, at: Instant): GroupPeers => ({ ...group, peers: withLostPeer(group.peers, id, at) });

/** The broker came or went. A box that plays goes on playing; the others have to listen again before they may. */
export function connect(group: GroupPeers, up: boolean, at: Instant): GroupPeers {
  if (up === group.line.up) return group;
  return { ...group, line: { up, since: at }, role: termOf(group) > 0 ? group.role : { kind: 'joining' } };
}

/** What this box contributes to a turn. */
type Contribution = Pick<PeerView, 'sight' | 'presence' | 'shared'> & { readonly sense?: SenseReading | undefined };

/** One turn: who is there, who plays, and the mood that results. Pure: time comes with the call. */
export function turn(before: GroupPeers, self: Self, { sight, presence, sense, shared }: Contribution, at: Instant): GroupStep {
  const glimpse = steadied(before.glimpse, sight, at);
  const ownSoFar = { id: self.id, sound: self.sound, sight: glimpse.sight, mood: before.feeling.mood, presence, shared };
  const { alone, role, term } = roleAfter(before, { ...ownSoFar, role: before.role }, at);
  const decided = term > before.term ? at : before.decided;
  const yields = yieldsAfter(before, at);
  const views = viewsOf(before.peers, { ...ownSoFar, role }, at);
  const leader = before.line.up ? leaderOf(views, self.id) : undefined;
  const reading = jointReading(views.map((view) => view.sight));
  const witnesses = witnessesAfter(before.witnesses, views, at);
  const joint = presenceOfAll(views, witnesses, self.settings.presence, at);
  const evidence = joined(reading, sense, self.settings);
  const felt = feel(before.feeling, { at, reading, evidence, presence: joint }, self.settings);
  const feeling = following(felt, leader);
  const plays = role.kind === 'plays' || alone;
  // What a contested leader asks for is not taken over: it may be nobody's wish.
  const follows = leader && !before.peers.get(leader.id)?.contested ? leader.shared : undefined;
  const { leaderless: _, yields: _yields, ...rest } = before;
  return {
    group: {
      ...rest,
      ...leaderlessAfter(before, plays || leader !== undefined, at),
      ...(yields && { yields }),
      role,
      term,
      decided,
      sound: self.sound,
      alone,
      glimpse,
      feeling,
      witnesses,
    },
    own: {
      ...ownSoFar,
      role,
      mood: feeling.mood,
      shared: follows ?? shared,
      ...(yields && { yields: { to: yields.to, term: yields.term } }),
    },
    ...{ views, leader },
    agreed: {
      ...{ mood: feeling.mood, expression: expressionOf(feeling), presence: joint, reading, plays },
      ...(follows && { follows }),
    },
  };
}

const yieldsAfter = ({ yields }: GroupPeers, at: Instant): GroupPeers['yields'] =>
  yields && elapsed(at, yields.until) > 0 ? yields : undefined;

const leaderlessAfter = ({ leaderless }: GroupPeers, isLed: boolean, at: Instant): Pick<GroupPeers, 'leaderless'> =>
  isLed ? {} : { leaderless: leaderless ?? at };

/** The boxes whose last word was that somebody is there, and when one of them last went. */
type Witnesses = { readonly present: readonly string[]; readonly goneSince?: Instant };

function witnessesAfter(before: Witnesses, views: readonly PeerView[], at: Instant): Witnesses {
  const present = views.filter((view) => view.presence === 'present').map(({ id }) => id);
  const gone = before.present.some((id) => views.every((view) => view.id !== id));
  const goneSince = gone ? at : before.goneSince;
  return { present, ...(goneSince !== undefined && { goneSince }) };
}

/** When a box that saw somebody goes (unplugged, network down), that says nothing about the room: its presence is unknown for `hold`. */
function presenceOfAll(views: readonly PeerView[], { goneSince }: Witnesses, { hold }: PresenceSettings, at: Instant): Presence['kind'] {
  const joint = jointPresence(views.map((view) => view.presence));
  return joint === 'absent' && goneSince !== undefined && elapsed(goneSince, at) < hold ? 'unknown' : joint;
}

/** A box that is cut off decides only whether it plays alone. */
function roleAfter(before: GroupPeers, own: PeerView, at: Instant): Pick<GroupPeers, 'role' | 'term' | 'alone'> {
  const { peers, role, term, alone, line } = before;
  if (!line.up) return { role, term, alone: alone || (own.sound && elapsed(line.since, at) >= ALONE) };
  const views = viewsOf(peers, own, at);
  const listened = elapsed(line.since, at) >= SILENT_AFTER || leaderOf(views, own.id) !== undefined;
  if (role.kind === 'joining' && !listened) return { role, term, alone };
  const ready: GroupRole = { kind: 'ready' };
  const standing = role.kind === 'joining' ? ready : role;
  const elected = electedOf(viewsOf(peers, { ...own, role: standing }, at));
  const isTurnMissed = elected !== undefined && termOf(elected) === 0 && isOver(before.leaderless, at);
  const chosen = isHeirAmong(views, own, before, at) ?? (elected?.id === own.id || isTurnMissed);
  if (!chosen) return { role: ready, term, alone: false };
  if (standing.kind === 'plays') return { role: standing, term, alone: false };
  const next = Math.min(LAST_TERM, term + 1);
  return { role: { kind: 'plays', term: next }, term: next, alone: false };
}

/**
 * Whether this box is the one that the music is handed over to; undefined if that does not decide who plays. The box that yields goes on
 * until it hears the other play, and a box without a loudspeaker takes over from none that has one.
 */
function isHeirAmong(views: readonly PeerView[], own: PeerView, group: GroupPeers, at: Instant): boolean | undefined {
  const heir = heirOf(group, at);
  const to = views.find(({ id }) => id === heir);
  if (!to || to.role.kind === 'joining' || (!to.sound && views.some(({ sound }) => sound))) return undefined;
  if (termOf(own) > 0 && termOf(own) === group.yields?.term && termOf(to) <= termOf(own)) return undefined;
  return to.id === own.id;
}

const isOver = (leaderless: Instant | undefined, at: Instant): boolean => leaderless !== undefined && elapsed(leaderless, at) >= TURN;

/** The other box that plays. One that is elected but has not taken its turn yet is no leader. */
function leaderOf(views: readonly PeerView[], self: string): PeerView | undefined {
  const elected = electedOf(views);
  return elected && elected.id !== self && termOf(elected) > 0 ? elected : undefined;
}

/**
 * The mood of the leader counts: each box's own feeling depends on when it started, so two boxes could hold different moods for ever. Its
 * own feeling goes on meanwhile, so that a box that takes over continues from there.
 */
function following(feeling: Feeling, leader: PeerView | undefined): Feeling {
  if (!leader || leader.mood === feeling.mood) return feeling;
  const { climate, ...state } = feeling;
  if (leader.mood === 'away') return { ...state, mood: 'away' };
  return { ...state, mood: leader.mood, ...(climate && { climate: { ...climate, mood: leader.mood } }) };
}
