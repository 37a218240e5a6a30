import type { Frame } from '../../domain/sight.ts';
import { instant, px } from '../../domain/units.ts';
import type { GreyPicture } from '../../inference/grey-picture.ts';
import type { Head } from './heads.ts';
import { madeRoom } from './room.ts';
import type { Light, Pasted } from './scenes.ts';
import { faceWidth, LIGHTS, lit, pasted } from './scenes.ts';

/** What a camera delivers by default. */
export const SIZE = { width: px(1280), height: px(720) } as const;
export const FPS = 10;
/** Rooms without people; each gives one sequence. */
const EMPTY_ROOMS = 5;

/** One person in one light at one distance (metres), in pictures that differ a little from each other. */
export type Sequence = { readonly person: number; readonly light: Light; readonly shown: readonly Pasted[] };

/** Every person in every light at that distance. */
export function* sequencesAt(people: readonly (readonly Head[])[], distance: number, pictures: number): Generator<Sequence> {
  for (const [person, heads] of people.entries()) {
    const room = madeRoom(SIZE.width, SIZE.height, 17 + person);
    for (const [at, light] of LIGHTS.entries()) {
      const shown = Array.from({ length: pictures }, (_, index) => pictureOf(room, heads, { person, light, at, distance, index }));
      yield { person, light, shown };
    }
  }
}

/** `at` is the light's place among LIGHTS, `index` the picture's in its sequence. */
type Place = { readonly person: number; readonly light: Light; readonly at: number; readonly distance: number; readonly index: number };

/** People sit at different places, and none of them sits quite still. */
function pictureOf(room: GreyPicture, heads: readonly Head[], { person, light, at, distance, index }: Place): Pasted {
  const side = faceWidth(distance, SIZE.width);
  const sway = Math.sin(index / 2) * side * 0.02;
  const x = SIZE.width * (0.35 + 0.1 * ((person + at) % 4)) + sway;
  const { picture, face } = pasted(room, heads[index % heads.length] as Head, { side, x, y: SIZE.height * 0.45 + sway / 2 });
  return { picture: lit(picture, light, 1 + index + 100 * at), face };
}

/** Rooms without people, in each light in turn. */
export function* emptySequences(pictures: number): Generator<readonly GreyPicture[]> {
  for (let room = 0; room < EMPTY_ROOMS; room += 1) {
    const empty = madeRoom(SIZE.width, SIZE.height, 1000 + room);
    const light = LIGHTS[room % LIGHTS.length] as Light;
    yield Array.from({ length: pictures }, (_, index) => lit(empty, light, 1 + index));
  }
}

/** A picture as the camera's frame number `seq`. */
export const frameOf = (picture: GreyPicture, seq: number): Frame => ({
  ...picture,
  seq,
  at: instant((seq * 1000) / FPS),
  source: { width: picture.width, height: picture.height },
});
