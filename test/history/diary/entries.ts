import type { Mood } from '../../../src/domain/emotion.ts';
import type { Decider, HistoryEntry, PlayEnd } from '../../../src/domain/history.ts';
import { moment, ms } from '../../../src/domain/units.ts';

/** A moment of a local day, as `2026-11-24 18:03`. */
export const local = (text: string) => moment(new Date(text.replace(' ', 'T')).getTime());

export const mood = (from: string, to: string, name: Mood, by: Decider = 'camera'): HistoryEntry => ({
  ...{ kind: 'mood', at: local(from), until: local(to), mood: name, by },
});

export const play = (from: string, to: string, title: string, end?: PlayEnd): HistoryEntry => ({
  ...{ kind: 'play', at: local(from), until: local(to), heard: ms(local(to) - local(from)) },
  ...{ track: { id: `/music/${title}.flac`, title, source: 'library', mood: 'happy' }, ...(end && { end }) },
});

export const said = (at: string, kind: 'like' | 'skip', title: string): HistoryEntry => ({
  ...{ kind, at: local(at), track: { id: `/music/${title}.flac`, title, source: 'library', mood: 'happy' } },
});
