import type { EmotionScores } from '../../domain/emotion.ts';
import { EMOTIONS } from '../../domain/emotion.ts';
import type { Track } from '../../domain/music.ts';
import { trackOf } from '../../domain/music.ts';
import { printableJson } from '../../domain/one-line.ts';
import type { Report } from '../../domain/report.ts';
import type { Share } from '../../domain/units.ts';
import { withoutSecrets } from '../../shared/secrets.ts';
import { NONE, OFF, OFFLINE, ON, ONLINE } from '../payloads.ts';

/** Home Assistant's limit on a state, characters. */
const LONGEST_STATE = 255;
const LONGEST_ATTRIBUTE = 1000;
const NOT_INSTALLED = 'not installed';

export const onOff = (isOn: boolean): string => (isOn ? ON : OFF);

/** A share as whole per cent. */
export const percentOf = (share: Share): string => String(Math.round(share * 100));

/** In halves: a rate of frames that changes with every frame would never rest. */
export const inHalves = (rate: number): string => String(Math.round(rate * 2) / 2);

const availability = (isAvailable: boolean): string => (isAvailable ? ONLINE : OFFLINE);

const isWatching = ({ camera }: Report): boolean => camera.kind === 'watching';
const isSeenByAnyBox = (report: Report): boolean => isWatching(report) || report.group?.sees === true;

/** The faces, and whatever else only this box's own camera tells. A camera that is lost, off or still opening tells nothing. */
export const faceAvailability = (report: Report): string => availability(isWatching(report));

/** The expression counts while any box of the group sees. */
export const expressionAvailability = (report: Report): string => availability(isSeenByAnyBox(report));

/**
 * The mood counts while a box of the group sees, or while somebody has chosen it. An empty room counts once presence confirms it: a box
 * that has only just begun to look assumes `away`.
 */
export function moodAvailability(report: Report): string {
  const isChosen = report.override !== 'auto';
  const isEmpty = report.mood === 'away' && report.presence.kind === 'absent';
  return availability(isChosen || isEmpty || (isSeenByAnyBox(report) && report.assumed !== true));
}

/**
 * Only what changes a few times a day: each change is a row in Home Assistant's database, and to its automations a change of the mood.
 * `group`, `members` and `plays` are there in a group; `plays` only once the boxes have settled who plays. `planned` is there while the
 * plan of the day decides on the mood: the part of the day.
 */
export function moodAttributes({ group, planned }: Report): string {
  const shared = group && { group: group.name, members: group.members, plays: group.plays };
  return JSON.stringify({ ...(planned && { planned }), ...shared });
}

/** How many of the faces in sight are read too unsurely to count. */
export const unsureAttributes = ({ faces }: Report): string => JSON.stringify({ unsure_faces: faces.filter((face) => face.unsure).length });

export const scoresJson = ({ scores }: Report): string => JSON.stringify(rounded(scores));

const rounded = (scores: EmotionScores | undefined): object =>
  scores ? Object.fromEntries(EMOTIONS.map((emotion) => [emotion, Math.round(scores[emotion] * 100) / 100])) : {};

const PRESENCE = { present: ON, absent: OFF, unknown: NONE } as const;

export const presenceOf = ({ presence }: Report): string => PRESENCE[presence.kind];

export const presenceAttributes = ({ presence }: Report): string =>
  JSON.stringify({ by: presence.kind === 'present' ? presence.by : null, since: new Date(presence.since).toISOString() });

/** Unless a picture was looked at lately, nobody knows that there is no face: `OFF` would switch the lights off over people's heads. */
export const facePresent = ({ faces, sees }: Report): string => (sees ? onOff(faces.length > 0) : NONE);

export const peopleOf = ({ faces, sees }: Report): string => (sees ? String(faces.length) : NONE);

export function titleOf({ playback }: Report): string {
  const track = trackOf(playback);
  return (track && shortened(track.title.trim() || track.id.trim(), LONGEST_STATE)) || NONE;
}

/** The title of the announcement whose turn it is. */
export const announcingOf = ({ announcing }: Report): string => (announcing ? shortened(announcing.title, LONGEST_STATE) : NONE);

/** The name of the guest that came last. */
export const newestGuestOf = ({ guest }: Report): string => (guest?.kind === 'playing' && guest.guests.at(-1)?.name) || NONE;

/** What that guest plays, as far as it tells, and since when it has been there; `back`: when the music of moodbox comes back. */
export function guestAttributes({ guest }: Report): string {
  if (guest?.kind === 'resting') return printableJson({ left: guest.left, back: new Date(guest.until).toISOString() });
  const newest = guest?.guests.at(-1);
  if (!newest) return '{}';
  const all = guest && guest.guests.length > 1 ? { guests: guest.guests.map(({ name }) => name) } : {};
  return printableJson({ ...(newest.title !== undefined && { title: newest.title }), since: new Date(newest.since).toISOString(), ...all });
}

export function trackAttributes(report: Report): string {
  const track = trackOf(report.playback);
  return printableJson({
    ...(track && detailsOf(track, report)),
    ...(report.noMusic ? { no_music: true } : {}),
    ...(track && report.onlyPiece ? { only_piece: true } : {}),
  });
}

/** `url` stays at home: it expires, and a signed one says where the box is. */
const detailsOf = (track: Track, { audible, liked, playback }: Report): object => ({
  title: shortened(track.title, LONGEST_ATTRIBUTE),
  id: shortened(track.id, LONGEST_ATTRIBUTE),
  source: track.source,
  mood: track.mood,
  ...(track.duration === undefined ? {} : { duration_s: Math.round(track.duration / 1000) }),
  ...(track.endless ? { endless: true } : {}),
  ...(track.because ? { because: track.because } : {}),
  ...(liked ? { liked: true } : {}),
  ...(audible ? {} : { audible: false }),
  ...(playback.kind === 'failed' ? { why: playback.why } : {}),
});

/** In whole seconds, as it was measured last. */
export const positionOf = ({ progress }: Report): string => (progress ? String(Math.round(progress.position / 1000)) : NONE);

/**
 * Where the track was at that moment, in seconds, and what was found to follow it; empty in silence. A paused track has no moment. It is no
 * attribute of an entity, because it changes several times with each track.
 */
export function trackProgress({ next, playback, progress }: Report): string {
  if (!trackOf(playback)) return '{}';
  return printableJson({
    ...(progress && { position_s: Math.round(progress.position / 1000) }),
    ...(progress?.since !== undefined && { position_at: new Date(progress.since).toISOString() }),
    ...(next && { next: shortened(next.title, LONGEST_ATTRIBUTE) }),
  });
}

/** `until`: when the override ends by itself. */
export const overrideAttributes = ({ until }: Report): string =>
  JSON.stringify({ until: until === undefined ? null : new Date(until).toISOString() });

/** One lost camera of several is a problem too. A camera that was switched off on purpose is not. */
export const cameraProblem = (report: Report): string => onOff(lossesOf(report).length > 0);

export function cameraProblemAttributes(report: Report): string {
  const losses = lossesOf(report);
  return printableJson({ reason: losses.length > 0 ? shortened(withoutSecrets(losses.join('; ')), LONGEST_ATTRIBUTE) : null });
}

/** Why cameras are lost, each with its name if there are several. */
function lossesOf({ camera, cameras }: Report): readonly string[] {
  const named = cameras ?? [{ name: '', state: camera }];
  return named.flatMap(({ name, state }) => (state.kind === 'lost' ? [name === '' ? state.why : `${name}: ${state.why}`] : []));
}

/** `until`: when it ends by itself at the latest. */
export const previewAttributes = ({ preview }: Report): string =>
  JSON.stringify({ by: preview?.by ?? null, until: preview ? new Date(preview.until).toISOString() : null });

/**
 * Nothing if moodbox does not keep yt-dlp fresh. Until another release is known, the one that is installed is the latest: Home Assistant
 * would otherwise know neither, and would offer to install something that it refuses to install.
 */
export const ytdlpOf = ({ ytdlp }: Report): string | undefined =>
  ytdlp && JSON.stringify(releasesOf(ytdlp.installed ?? NOT_INSTALLED, ytdlp.latest));

const releasesOf = (installed: string, latest = installed): object => ({ installed_version: installed, latest_version: latest });

/** At most `most` UTF-16 units, an ellipsis where something was cut, and no half of a surrogate pair. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
