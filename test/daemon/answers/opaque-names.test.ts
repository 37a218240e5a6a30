import { expect, test } from 'vitest';
import { OpaqueNames } from '../../../src/daemon/answers/opaque-names.ts';

const opaque = () => new OpaqueNames<{ readonly path: string }>(({ path }) => path);

test('a thing keeps its name, which says nothing about it', () => {
  const names = opaque();
  const name = names.nameOf({ path: '/srv/music/a.mp3' });
  expect(name).toMatch(/^[\w-]{16}$/);
  expect(names.nameOf({ path: '/srv/music/a.mp3' })).toBe(name);
  expect(names.nameOf({ path: '/srv/music/b.mp3' })).not.toBe(name);
  expect(names.thingOf(name)).toEqual({ path: '/srv/music/a.mp3' });
  expect(opaque().nameOf({ path: '/srv/music/a.mp3' })).not.toBe(name);
});

test('a name that was never given stands for nothing', () => {
  expect(opaque().thingOf('L3Nydi9tdXNpYy9h')).toBeUndefined();
});

test('what was named longest ago is forgotten', () => {
  const names = opaque();
  const [first, second] = ['first', 'second'].map((path) => names.nameOf({ path }));
  names.nameOf({ path: 'first' });
  for (let i = 0; i < 3999; i += 1) names.nameOf({ path: `${i}` });
  expect(names.thingOf(second ?? '')).toBeUndefined();
  expect(names.thingOf(first ?? '')).toEqual({ path: 'first' });
});
