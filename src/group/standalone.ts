import { refusal } from '../domain/refusal.ts';
import { failed } from '../domain/result.ts';
import { captureRoom, expressionIn, moodIn, presenceIn } from '../mood/room.ts';
import type { Coordinator } from './port.ts';

/** The coordinator of a box without a group: it agrees with itself. */
export const standalone: Coordinator = {
  agree: ({ room }) => ({
    ...{ mood: moodIn(room), expression: expressionIn(room), presence: presenceIn(room).kind },
    ...{ reading: room.reading, plays: true },
  }),
  capture: (room, at, settings) => {
    const captured = captureRoom(room, at, settings);
    return captured && { room: captured, mood: moodIn(captured) };
  },
  passes: () => false,
  boxes: [],
  handOver: () => failed(refusal('no_group')),
  state: undefined,
  onCommand: () => () => undefined,
  onNews: () => () => undefined,
};
