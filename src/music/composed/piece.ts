import type { Emotion } from '../../domain/emotion.ts';
import { isEmotion } from '../../domain/emotion.ts';
import type { StyleName } from '../composer/styles/ensembles.ts';
import { isStyle, styleNamed } from '../composer/styles/ensembles.ts';

/** What names a piece: the same name is the same music, on every box. `number` is its seed. */
export type PieceName = { readonly mood: Emotion; readonly style: StyleName; readonly number: number };

/** Changes whenever a seed gives other music than before, so that an id never stands for two pieces. */
const EDITION = 1;

/** The id of a piece in the history and in a taste: `composed:1:happy:bossa:412`. */
export const pieceId = ({ mood, style, number }: PieceName): string => `composed:${EDITION}:${mood}:${style}:${number}`;

/** The piece that an id names; undefined for ids of other music, and of other editions. */
export function pieceOf(id: string): PieceName | undefined {
  const [kind, edition, mood, style = '', number = ''] = id.split(':');
  const fits = kind === 'composed' && edition === String(EDITION) && isEmotion(mood) && isStyle(style) && /^[1-9]\d{0,8}$/.test(number);
  return fits ? { mood, style, number: Number(number) } : undefined;
}

/** What names a stretch of music that follows the room: `number` tells it from others. */
export type StretchName = PieceName;

/** The id of a stretch in the history and in a taste: `flow:1:happy:bossa:412`. */
export const stretchId = ({ mood, style, number }: StretchName): string => `flow:${EDITION}:${mood}:${style}:${number}`;

/** The stretch that an id names; undefined for ids of other music, and of other editions. */
export const stretchOf = (id: string): StretchName | undefined =>
  id.startsWith('flow:') ? pieceOf(id.replace('flow', 'composed')) : undefined;

/** The ensemble of a piece or of a stretch, by its id. */
export const styleOf = (id: string): StyleName | undefined => (pieceOf(id) ?? stretchOf(id))?.style;

/** Such as "For a bright room, no. 412 (a bossa combo), following the room". */
export const stretchTitle = (stretch: StretchName): string => `${pieceTitle(stretch)}, following the room`;

/** What the room is called in a title. */
const ROOMS: Readonly<Record<Emotion, string>> = {
  happy: 'a bright room',
  surprise: 'a lively room',
  disgust: 'a pleasant room',
  neutral: 'a quiet room',
  fear: 'a sheltered room',
  angry: 'a calm room',
  sad: 'a soft room',
};

/** Such as "For a quiet room, no. 412 (electric piano trio)". */
export const pieceTitle = ({ mood, style, number }: PieceName): string => `For ${ROOMS[mood]}, no. ${number} (${styleNamed(style).label})`;
