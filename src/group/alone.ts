import type { Company } from './port.ts';

/** The company of a box without a group: itself. */
export const alone: Company = {
  agree: ({ room, blind }) => ({ mood: room.mood, reading: room.reading, blind, plays: true }),
  passes: () => false,
  state: undefined,
  onCommand: () => () => undefined,
  onNews: () => () => undefined,
};
