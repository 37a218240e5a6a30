import { strongest } from '../../domain/emotion.ts';
import type { GroupBox, GroupState } from '../../domain/group.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Percent } from '../../domain/units.ts';
import { percent } from '../../domain/units.ts';
import type { PlayerRoom, PlayerRooms } from '../../players/port.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { BoxAnswer, ROOMS_ENDPOINTS, RoomsAnswer } from '../../web/api/rooms.ts';
import { OpaqueNames } from './opaque-names.ts';

export type RoomsAnswerParts = {
  readonly volume: () => Percent;
  /** Undefined if the music plays in one place. */
  readonly rooms: PlayerRooms | undefined;
  /** The group, and the boxes of it that are there; undefined for a box on its own. */
  readonly group: () => { readonly state: GroupState; readonly boxes: readonly GroupBox[] } | undefined;
  readonly handOver: (to: string) => Result<void, Refusal>;
};

/** Answers what the page asks about the rooms in which the music plays, and about the other boxes. */
export function roomsAnswers({ group, handOver, rooms, volume }: RoomsAnswerParts): AnswersOf<typeof ROOMS_ENDPOINTS> {
  const tokens = new OpaqueNames<PlayerRoom>(({ id }) => id);
  const all = (): RoomsAnswer => ({
    volume: volume(),
    rooms: rooms ? rooms.all.map((room) => roomView(room, tokens)) : null,
    group: groupView(group()),
  });
  return {
    'GET /api/rooms': async () => done(all()),
    'PUT /api/rooms': async ({ id, volume: loud, muted }) => {
      const room = tokens.thingOf(id);
      const change = { ...(loud !== undefined && { percent: percent(loud) }), ...(muted !== undefined && { muted }) };
      const isSet = room !== undefined && (await rooms?.set(room.id, change)) === true;
      return isSet ? done(all()) : failed(refusal('room_gone'));
    },
    'POST /api/group/plays': async ({ id }) => {
      const asked = handOver(id);
      return asked.ok ? done({ id }) : asked;
    },
  };
}

const roomView = (room: PlayerRoom, tokens: OpaqueNames<PlayerRoom>) => {
  const { name, connected, muted, percent: own } = room;
  return { id: tokens.nameOf(room), name, connected, volume: own, muted };
};

function groupView(group: ReturnType<RoomsAnswerParts['group']>): RoomsAnswer['group'] {
  if (!group) return null;
  const { name, refused = [] } = group.state;
  return { name, boxes: group.boxes.map(boxView), refused: refused.map(({ id, why }) => ({ id, why })) };
}

function boxView({ sight, ...box }: GroupBox): BoxAnswer {
  if (!('scores' in sight)) return { ...box, sees: sight.kind, faces: 0 };
  return { ...box, sees: sight.kind, faces: sight.faces, emotion: strongest(sight.scores) };
}
