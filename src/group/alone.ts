import { captureRoom } from '../mood/room.ts';
import type { Company } from './port.ts';

/** The company of a box without a group: itself. */
export const alone: Company = {
  agree: ({ room, blind }) => ({ mood: room.mood, reading: room.reading, blind, plays: true }),
  capture: (room, at) => {
    const captured = captureRoom(room, at);
    return captured && { room: captured, mood: captured.mood };
  },
  passes: () => false,
  state: undefined,
  onCommand: () => () => undefined,
  onNews: () => () => undefined,
};
