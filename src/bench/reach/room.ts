import { px } from '../../domain/units.ts';
import type { GreyPicture } from '../../inference/grey-picture.ts';
import { seeded } from '../../shared/random.ts';

/** A rectangle of one grey, or with stripes of that width in pixels (books, blinds, panels) if `stripes` is not 0. */
type Thing = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly grey: number;
  readonly stripes: number;
};

const THINGS = 40;

/** An artificial room without people, the same for the same seed: light that falls off, furniture, shelves, and texture everywhere. */
export function madeRoom(width: number, height: number, seed: number): GreyPicture {
  const random = seeded(seed);
  const things = Array.from({ length: THINGS }, () => thing(random, width, height));
  const [top, bottom, side] = [140 + 60 * random(), 70 + 50 * random(), 60 * random() - 30];
  const gray = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) gray[y * width + x] = top + ((bottom - top) * y) / height + (side * x) / width + 10 * random();
  }
  for (const each of things) draw(gray, width, each, random);
  return { width: px(width), height: px(height), gray };
}

function thing(random: () => number, width: number, height: number): Thing {
  const [across, down] = [20 + (random() ** 2 * width) / 4, 20 + (random() ** 2 * height) / 2];
  const stripes = random() < 0.4 ? 4 + Math.floor(20 * random()) : 0;
  return {
    x: Math.floor(random() * (width - across)),
    y: Math.floor(random() * (height - down)),
    width: Math.floor(across),
    height: Math.floor(down),
    grey: 30 + 190 * random(),
    stripes,
  };
}

/** Each stripe has a grey of its own. */
function draw(gray: Uint8Array, width: number, thing: Thing, random: () => number): void {
  const greys = Array.from({ length: thing.stripes === 0 ? 1 : Math.ceil(thing.width / thing.stripes) }, () =>
    thing.stripes === 0 ? thing.grey : 30 + 190 * random(),
  );
  for (let y = thing.y; y < thing.y + thing.height; y += 1) {
    for (let x = 0; x < thing.width; x += 1) {
      const grey = greys[thing.stripes === 0 ? 0 : Math.floor(x / thing.stripes)] as number;
      gray[y * width + thing.x + x] = grey + 8 * random();
    }
  }
}
