import type { GroupRole, PeerView } from '../domain/group.ts';
import { LAST_TERM } from '../domain/group.ts';
import type { Presence } from '../domain/presence.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Feeling, FeelingSettings } from '../mood/feeling.ts';
import { beginFeeling, expressionOf, feel } from '../mood/feeling.ts';
import type { Glimpse } from '../mood/joint.ts';
import { jointReading, steadied } from '../mood/joint.ts';
import type { PresenceSettings } from '../mood/presence.ts';
import { jointPresence } from '../mood/presence.ts';
import { electedOf, termOf } from './election.ts';
import type { Peers } from './peers.ts';
import { SILENT_AFTER, viewsOf, withLostPeer, withView } from './peers.ts';
import type { Agreed } from './port.ts';

/** How long a box waits without a broker before it plays by itself. */
export const ALONE = ms(60_000);

/** How a mood settles, and how long people count as present after the box that saw them has gone. */
export type GroupSettings = FeelingSettings & { readonly presence: PresenceSettings };

/** This box as the others know it, and how its mood settles. */
export type Self = { readonly id: string; readonly sound: boolean; readonly settings: GroupSettings };

/** All that a box knows about its group. `line` says whether the broker has been reachable or not, and since when. */
export type GroupPeers = {
  readonly peers: Peers;
  readonly line: { readonly up: boolean; readonly since: Instant };
  readonly role: GroupRole;
  /** The highest term heard of so far. */
  readonly term: number;
  /** Plays without the others: it has been cut off for too long, or somebody pressed Play while it was. */
  readonly alone: boolean;
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
  alone: false,
  feeling: beginFeeling,
  witnesses: { present: [] },
});

export const hear = (group: GroupPeers, view: PeerView, at: Instant): GroupPeers => ({
  ...group,
  peers: withView(group.peers, view, at),
  term: Math.max(group.term, termOf(view)),
});

export const lose = (group: GroupPeers, id: string, at: Instant): GroupPeers => ({ ...group, peers: withLostPeer(group.peers, id, at) });

/** The broker came or went. A box that plays goes on playing; the others have to listen again before they may. */
export function connect(group: GroupPeers, up: boolean, at: Instant): GroupPeers {
  if (up === group.line.up) return group;
  return { ...group, line: { up, since: at }, role: termOf(group) > 0 ? group.role : { kind: 'joining' } };
}

/** What this box contributes to a turn. */
type Contribution = Pick<PeerView, 'sight' | 'presence' | 'shared'>;

/** One turn: who is there, who plays, and the mood that results. Pure: time comes with the call. */
export function turn(before: GroupPeers, self: Self, { sight, presence, shared }: Contribution, at: Instant): GroupStep {
  const glimpse = steadied(before.glimpse, sight, at);
  const ownSoFar = { id: self.id, sound: self.sound, sight: glimpse.sight, mood: before.feeling.mood, presence, shared };
  const { alone, role, term } = roleAfter(before, { ...ownSoFar, role: before.role }, at);
  const views = viewsOf(before.peers, { ...ownSoFar, role }, at);
  const leader = before.line.up ? leaderOf(views, self.id) : undefined;
  const reading = jointReading(views.map((view) => view.sight));
  const witnesses = witnessesAfter(before.witnesses, views, at);
  const joint = presenceOfAll(views, witnesses, self.settings.presence, at);
  const felt = feel(before.feeling, { at, reading, presence: joint }, self.settings);
  const feeling = following(felt, leader);
  const plays = role.kind === 'plays' || alone;
  return {
    group: { ...before, role, term, alone, glimpse, feeling, witnesses },
    own: { ...ownSoFar, role, mood: feeling.mood, shared: leader?.shared ?? shared },
    ...{ views, leader },
    agreed: {
      ...{ mood: feeling.mood, expression: expressionOf(feeling), presence: joint, reading, plays },
      ...(leader && { follows: leader.shared }),
    },
  };
}

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
  const chosen = electedOf(viewsOf(peers, { ...own, role: standing }, at))?.id === own.id;
  if (!chosen) return { role: ready, term, alone: false };
  if (standing.kind === 'plays') return { role: standing, term, alone: false };
  const next = Math.min(LAST_TERM, term + 1);
  return { role: { kind: 'plays', term: next }, term: next, alone: false };
}

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
