import type { ReportView, TrackView } from '../../../src/web/report-view.ts';
import { timeOf } from '../words/formats.ts';
import { words } from '../words/words.ts';
import { isElsewhere, isShared, sees } from './group.ts';
import { moodWord } from './mood.ts';

const t = words('now');

/** What is playing: a title, the line below it, and whether the line is an alarm. */
export type Playing = { readonly title: string; readonly line: string };

export function playingOf(report: ReportView): Playing {
  const { guest, playback, noMusic, group } = report;
  if (isElsewhere(report)) return { title: t(`will_${group?.will ?? 'playing'}`), line: t('elsewhere', { box: group?.plays ?? '' }) };
  const newest = guest?.kind === 'playing' ? guest.guests[guest.guests.length - 1] : undefined;
  if (newest) return { title: newest.title ?? newest.name, line: newest.title === undefined ? '' : newest.name };
  if (noMusic) return { title: t('no_music_found'), line: t('no_music_found_why') };
  if (playback.kind === 'silent') return { title: t('no_music'), line: silenceOf(report) };
  const title = titleOf(playback.track);
  if (isFading(report)) return { title, line: fadingOf(report) };
  if (playback.kind === 'failed') return { title, line: t('unplayed', { why: playback.why.replace('-', '_') }) };
  return { title, line: lineOf(report) };
}

/** The built-in loops have no titles of their own, only moods. */
export const titleOf = ({ mood, source, title }: Pick<TrackView, 'mood' | 'title'> & { readonly source: string }): string =>
  source === 'loops' ? t('loop', { mood: moodWord(mood) }) : title;

/** `Playing · From YouTube · because you liked it`. */
function lineOf({ audible, playback }: ReportView): string {
  if (playback.kind === 'silent' || playback.kind === 'failed') return '';
  const { because, source } = playback.track;
  const state = playback.kind === 'playing' && !audible ? t('inaudible') : t(`is_${playback.kind}`);
  return [state, t('source', { source }), ...(because ? [t('because', { because })] : [])].join(' · ');
}

/** Why there is no music, and what would start it. */
function silenceOf(report: ReportView): string {
  const { autoplay, leaving, mood, override, presence, will } = report;
  if (!autoplay) return t('silent_autoplay');
  if (will === 'stopped') return t('silent_stopped');
  if (mood !== 'away') return t('silent_press');
  if (override === 'away') return t('silent_chosen');
  if (presence.kind === 'present') return t('silent_soon');
  return [t(leaving ? 'left_faded' : 'left', leftOf(report)), t(leaving ? 'starts_again' : 'starts', startsOf(report))].join(' ').trim();
}

/** Since when nobody is here, as values for a sentence. */
function leftOf(report: ReportView): { readonly left: string; readonly time: string } {
  const { group, presence } = report;
  if (isShared(report)) return { left: group?.sees ? 'boxes' : 'unknown', time: '' };
  return presence.kind === 'absent' ? { left: 'since', time: timeOf(presence.since) } : { left: 'unknown', time: '' };
}

/** What starts the music. If nothing can see somebody come in, only a person can. */
function startsOf(report: ReportView): { readonly by: string } {
  const { camera, presence } = report;
  if (sees(report) || presence.kind !== 'unknown' || camera.kind === 'opening') return { by: 'somebody' };
  return { by: camera.kind === 'off' ? 'camera_on' : 'camera_back' };
}

/** Whether the music is fading out because everybody has left. */
const isFading = ({ leaving, playback }: ReportView): boolean =>
  leaving === true && (playback.kind === 'playing' || playback.kind === 'loading');

const fadingOf = (report: ReportView): string => (report.presence.kind === 'present' ? t('fading_back') : t('fading', leftOf(report)));

/** Whether there is something to like. */
export const isHeard = (report: ReportView): boolean =>
  isElsewhere(report) ? report.group?.will !== 'stopped' : report.playback.kind === 'playing' || report.playback.kind === 'paused';

/** Whether there is something to pause. Music that is fading out counts as over: Play brings music back. */
export function isSounding(report: ReportView): boolean {
  if (isElsewhere(report)) return report.group?.will === 'playing';
  return !isFading(report) && (report.playback.kind === 'playing' || report.playback.kind === 'loading');
}

/** Whether music should be heard here, but there is no loudspeaker for it. */
export const isMute = (report: ReportView): boolean => !report.audible && !isElsewhere(report) && report.playback.kind === 'playing';
