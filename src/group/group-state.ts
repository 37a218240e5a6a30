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
import { heard, lost, SILENT_AFTER, viewsOf } from './peers.ts';
import type { Agreed } from './port.ts';

/** Cut off from the broker for so long, a box stops waiting for the others and plays by itself. */
export const ALONE = ms(60_000);

/** How a mood settles, and how long somebody counts as present where a box that saw them has gone. */
export type GroupSettings = FeelingSettings & { readonly presence: PresenceSettings };

/** This box as the others know it, and how its mood settles. */
export type Self = { readonly id: string; readonly sound: boolean; readonly manners: GroupSettings };

/** All that a box knows of its group. `line` is the way to the broker, there or not since that moment. */
export type GroupPeers = {
  readonly members: Peers;
  readonly line: { readonly up: boolean; readonly since: Instant };
  readonly role: GroupRole;
  /** The latest decision on who plays that was ever heard of. */
  readonly term: number;
  /** Cut off for too long, or asked by somebody meanwhile: plays without the others. */
  readonly alone: boolean;
  readonly glimpse?: Glimpse;
  readonly feeling: Feeling;
  readonly witnesses: Witnesses;
};

/** What a turn came to. `views` are those of the boxes that are there; `leader` is another one that plays. */
export type GroupStep = {
  readonly circle: GroupPeers;
  readonly own: PeerView;
  readonly views: readonly PeerView[];
  readonly leader: PeerView | undefined;
  readonly agreed: Agreed;
};

/** A box that has heard of nobody yet. */
export const beginGroup = (at: Instant): GroupPeers => ({
  members: new Map(),
  line: { up: false, since: at },
  role: { kind: 'joining' },
  term: 0,
  alone: false,
  feeling: beginFeeling,
  witnesses: { present: [] },
});

export const hear = (circle: GroupPeers, view: PeerView, at: Instant): GroupPeers => ({
  ...circle,
  members: heard(circle.members, view, at),
  term: Math.max(circle.term, termOf(view)),
});

export const lose = (circle: GroupPeers, id: string, at: Instant): GroupPeers => ({ ...circle, members: lost(circle.members, id, at) });

/** The broker came or went. Who plays goes on playing; the others have to listen anew before they may. */
export function connect(circle: GroupPeers, up: boolean, at: Instant): GroupPeers {
  if (up === circle.line.up) return circle;
  return { ...circle, line: { up, since: at }, role: termOf(circle) > 0 ? circle.role : { kind: 'joining' } };
}

/** What this box contributes to a turn. */
type Word = Pick<PeerView, 'sight' | 'presence' | 'desires'>;

/** One turn: who is there, who plays, and what mood that makes. Pure: time comes with the call. */
export function turn(before: GroupPeers, self: Self, { sight, presence, desires }: Word, at: Instant): GroupStep {
  const glimpse = steadied(before.glimpse, sight, at);
  const speaking = { id: self.id, sound: self.sound, sight: glimpse.sight, mood: before.feeling.mood, presence, desires };
  const { alone, role, term } = decided(before, { ...speaking, role: before.role }, at);
  const views = viewsOf(before.members, { ...speaking, role }, at);
  const leader = before.line.up ? leaderOf(views, self.id) : undefined;
  const reading = jointReading(views.map((view) => view.sight));
  const witnesses = missed(before.witnesses, views, at);
  const joint = joined(views, witnesses, self.manners.presence, at);
  const felt = feel(before.feeling, { at, reading, presence: joint }, self.manners);
  const feeling = following(felt, leader);
  const plays = role.kind === 'plays' || alone;
  return {
    circle: { ...before, role, term, alone, glimpse, feeling, witnesses },
    own: { ...speaking, role, mood: feeling.mood, desires: leader?.desires ?? desires },
    ...{ views, leader },
    agreed: {
      ...{ mood: feeling.mood, expression: expressionOf(feeling), presence: joint, reading, plays },
      ...(leader && { follows: leader.desires }),
    },
  };
}

/** The boxes that said last that somebody is there, and since when one of them has been gone. */
type Witnesses = { readonly present: readonly string[]; readonly goneSince?: Instant };

function missed(before: Witnesses, views: readonly PeerView[], at: Instant): Witnesses {
  const present = views.filter((view) => view.presence === 'present').map(({ id }) => id);
  const gone = before.present.some((id) => views.every((view) => view.id !== id));
  const goneSince = gone ? at : before.goneSince;
  return { present, ...(goneSince !== undefined && { goneSince }) };
}

/** A box that saw somebody and has gone (its plug was pulled, the network is down) says nothing about the room: for a while nobody can tell. */
function joined(views: readonly PeerView[], { goneSince }: Witnesses, { hold }: PresenceSettings, at: Instant): Presence['kind'] {
  const joint = jointPresence(views.map((view) => view.presence));
  return joint === 'absent' && goneSince !== undefined && elapsed(goneSince, at) < hold ? 'unknown' : joint;
}

/** A box that is cut off can decide on nothing but itself. */
function decided(before: GroupPeers, own: PeerView, at: Instant): Pick<GroupPeers, 'role' | 'term' | 'alone'> {
  const { members, role, term, alone, line } = before;
  if (!line.up) return { role, term, alone: alone || (own.sound && elapsed(line.since, at) >= ALONE) };
  const views = viewsOf(members, own, at);
  const listened = elapsed(line.since, at) >= SILENT_AFTER || leaderOf(views, own.id) !== undefined;
  if (role.kind === 'joining' && !listened) return { role, term, alone };
  const ready: GroupRole = { kind: 'ready' };
  const standing = role.kind === 'joining' ? ready : role;
  const chosen = electedOf(viewsOf(members, { ...own, role: standing }, at))?.id === own.id;
  if (!chosen) return { role: ready, term, alone: false };
  if (standing.kind === 'plays') return { role: standing, term, alone: false };
  const next = Math.min(LAST_TERM, term + 1);
  return { role: { kind: 'plays', term: next }, term: next, alone: false };
}

/** Another box that plays. One that would only be next has decided nothing yet. */
function leaderOf(views: readonly PeerView[], self: string): PeerView | undefined {
  const elected = electedOf(views);
  return elected && elected.id !== self && termOf(elected) > 0 ? elected : undefined;
}

/**
 * The mood of the box that plays counts: each box's own feeling depends on when it began, and two could hold different moods
 * for ever. It is kept going meanwhile, so that whoever takes over goes on from there.
 */
function following(feeling: Feeling, leader: PeerView | undefined): Feeling {
  if (!leader || leader.mood === feeling.mood) return feeling;
  const { climate, ...state } = feeling;
  if (leader.mood === 'away') return { ...state, mood: 'away' };
  return { ...state, mood: leader.mood, ...(climate && { climate: { ...climate, mood: leader.mood } }) };
}
