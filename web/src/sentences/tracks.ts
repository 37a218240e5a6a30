import type { SourcesAnswer } from '../../../src/web/api/music.ts';
import { timeOf } from '../words/formats.ts';
import { locale, words } from '../words/words.ts';
import { settingMark } from './setting-mark.ts';

const t = words('music');

type SourceAnswer = SourcesAnswer['sources'][number];

/** `3:05` for milliseconds; `1:02:03` from an hour on. */
export function lengthOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, at) => (at === 0 || part > 9 ? `${part}` : `0${part}`)).join(':');
}

export const sourceName = (source: string): string => t('source', { source });

/** What a source can do now, in a sentence, perhaps with a setting in it. */
export function stateOf(state: SourceAnswer['state']): string {
  if (state.kind === 'resting') return t('rests', { time: timeOf(state.until), why: state.why.replace('-', '_') });
  if (state.kind === 'off') return t('lacks', { lacks: state.lacks, setting: settingMark('music.library') });
  return t(state.kind === 'looking' ? 'state_looking' : 'state_ready');
}

/** How much a source has at hand; empty where that says nothing. */
export function amountOf({ name, state, tracks }: SourceAnswer): string {
  if (tracks === undefined || state.kind === 'off') return '';
  return t(name === 'streams' ? 'stations' : 'tracks', { count: tracks });
}

/** Why a track or a search came to nothing. */
export const whyNot = (why: string, source: string): string => t('why_not', { why: why.replace('-', '_'), source: sourceName(source) });

const DAYS_BY_NAME = 6 * 86_400_000;

/** When something was played: `18:30`, with the weekday, or with the date if it is longer ago. Both are milliseconds since 1970. */
export function playedAt(moment: number, now: number): string {
  if (now - moment < DAYS_BY_NAME) return timeOf(moment);
  return new Date(moment).toLocaleString(locale(), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}
