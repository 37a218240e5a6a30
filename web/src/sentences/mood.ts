import type { Mood, Override } from '../../../src/domain/emotion.ts';
import type { ReportView } from '../../../src/web/report-view.ts';
import { timeOf } from '../words/formats.ts';
import { words } from '../words/words.ts';
import { boxesOf, isShared, sees } from './group.ts';

const m = words('moods');
const t = words('now');

/** The mood on the poster; `unknown` until something shows whether anybody is here. */
export type ShownMood = Mood | 'unknown';

export const moodWord = (mood: Override | ShownMood): string => m(mood);

export const shownMood = (report: ReportView): ShownMood => (isGuess(report) ? 'unknown' : report.mood);

/** Whether “Nobody here” is only an assumption: no camera is watching, or one has only just started, and no sensor reports anything. */
const isGuess = (report: ReportView): boolean =>
  report.mood === 'away' &&
  report.override === 'auto' &&
  report.presence.kind === 'unknown' &&
  !(isShared(report) && report.group?.sees === true);

/** Whether the box is unsure about what the camera sees right now. */
export const isUnsure = (report: ReportView): boolean =>
  report.unsure && report.override === 'auto' && report.mood !== 'away' && !isShared(report);

/** What the faces show at this moment; empty if there is nothing to say. */
export function nowOf(report: ReportView): string {
  const { expression, faces, presence, unsure } = report;
  if (!sees(report)) return '';
  if (unsure) return t('now_unsure');
  if (expression !== 'none') return t(`now_${expression}`);
  if (faces.length > 0) return t('now_new');
  return presence.kind === 'present' ? t('now_faceless') : '';
}

/** Why the mood is what it is. */
export function whyOf(report: ReportView): string {
  const { override, mood, blank, camera, faces, planned, senses } = report;
  if (override !== 'auto') return t('why_chosen');
  if (isShared(report)) return agreedOf(report);
  if (planned !== undefined) return t('why_planned', { part: planned });
  if (mood !== 'away' && faces.length === 0 && senses) return t('why_senses', { names: senses.map(({ name }) => name).join(', ') });
  if (camera.kind !== 'watching') return unseenOf(report);
  if (mood === 'away') return emptyOf(report);
  if (blank !== undefined) return faces.length > 0 ? t('why_unread_face') : t(`why_${blank}`);
  return faces.length === 0 ? t('why_stays') : t('why_lately');
}

function emptyOf({ presence }: ReportView): string {
  if (presence.kind === 'absent') return t('nobody_since', { time: timeOf(presence.since) });
  return presence.kind === 'present' ? t('why_just_in') : t('why_just_started');
}

function unseenOf({ camera, mood, presence }: ReportView): string {
  if (camera.kind === 'opening') return t('why_opening');
  const state = camera.kind === 'off' ? 'off' : 'lost';
  if (presence.kind === 'absent') return t('why_blind_sensor', { state });
  return t(mood === 'away' ? 'why_blind_unknown' : 'why_blind_stays', { state });
}

function agreedOf(report: ReportView): string {
  const { group, mood } = report;
  const boxes = boxesOf(report);
  if (mood === 'away') return t(group?.sees ? 'why_boxes_empty' : 'why_boxes_blind', { boxes });
  return t(group?.sees ? 'why_boxes_agree' : 'why_boxes_stay', { boxes });
}
