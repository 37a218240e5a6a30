import type { SeenFace } from '../../../../src/domain/report.ts';
import { moodWord } from '../../sentences/mood.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';

const t = words('camera');

/** `Happy, 82 %`, or `Unsure: sad, 41 %`; in a venue, where nothing is told of one face, `A face`. */
export function faceLabel({ mood, score, unsure }: Pick<SeenFace, 'mood' | 'score' | 'unsure'>): string {
  if (mood === undefined || score === undefined) return t('face_plain');
  const values = { mood: moodWord(mood), score: percentOf(score) };
  return unsure ? t('face_unsure', values) : t('face', values);
}

/** The label, and whether the mood of the room rests on this face. */
export const faceSentence = (face: SeenFace): string => (face.counts ? t('face_counts', { face: faceLabel(face) }) : faceLabel(face));
