import type { Emotion } from '../../../domain/emotion.ts';
import type { StyleName } from './ensembles.ts';

/** The ensembles that suit each mood. */
export const STYLES_BY_MOOD: Readonly<Record<Emotion, readonly StyleName[]>> = {
  happy: ['band', 'bossa', 'folk', 'marimba', 'island'],
  surprise: ['marimba', 'vibes', 'band', 'island'],
  disgust: ['flute', 'waltz', 'bossa', 'woodwinds'],
  neutral: ['pads', 'trio', 'flute', 'piano'],
  fear: ['harp', 'nocturne', 'guitar', 'woodwinds'],
  angry: ['trio', 'pads', 'guitar', 'nocturne'],
  sad: ['piano', 'nocturne', 'harp'],
};
