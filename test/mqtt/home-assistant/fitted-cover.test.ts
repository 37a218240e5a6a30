import { expect, test } from 'vitest';
import { FittedCover } from '../../../src/mqtt/home-assistant/fitted-cover.ts';

const settled = () => new Promise(setImmediate);
const SMALL = Uint8Array.of(7);
const LARGE = new Uint8Array(3000).fill(1);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const setting = (small: Uint8Array | undefined) => {
  const asked: number[] = [];
  let fitted = 0;
  const shrink = async (_: Uint8Array, most: number): Promise<Uint8Array | undefined> => {
    asked.push(most);
    return small;
  };
  const cover = new FittedCover(shrink, () => (fitted += 1));
  return { asked, cover, fitted: () => fitted };
};

test('a picture that fits is sent as it is', () => {
  const { asked, cover } = setting(SMALL);
  cover.show(LARGE);
  expect(cover.payload(4000)).toBe(base64(LARGE));
  expect(asked).toEqual([]);
});

test('without a picture there is nothing', () => expect(setting(SMALL).cover.payload(0)).toBeUndefined());

test('one that is too large is made smaller, once for each limit', async () => {
  const { asked, cover, fitted } = setting(SMALL);
  cover.show(LARGE);
  expect(cover.payload(401)).toBeUndefined();
  expect(cover.payload(401)).toBeUndefined();
  await settled();
  expect([cover.payload(401), asked, fitted()]).toEqual([base64(SMALL), [300], 1]);
  cover.payload(801);
  await settled();
  expect(asked).toEqual([300, 600]);
});

test('where none is small enough nothing is sent, and it is not tried again and again', async () => {
  const { asked, cover } = setting(undefined);
  cover.show(LARGE);
  for (let i = 0; i < 3; i += 1) {
    expect(cover.payload(400)).toBeUndefined();
    await settled();
  }
  expect(asked).toHaveLength(1);
});

test('a smaller version of an older picture is not shown', async () => {
  const { cover, fitted } = setting(SMALL);
  cover.show(LARGE);
  cover.payload(400);
  cover.show(Uint8Array.of(9));
  await settled();
  expect([cover.payload(400), fitted()]).toEqual([base64(Uint8Array.of(9)), 0]);
});
