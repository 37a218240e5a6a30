import { number, object, string } from 'valibot';
import { describe, expect, test } from 'vitest';
import { fitting, jsonFitting, jsonObject } from '../../src/shared/json.ts';

const SCHEMA = object({ title: string(), seconds: number() });

describe('fitting', () => {
  test('gives what the schema names, and leaves the rest out', () =>
    expect(fitting(SCHEMA, { title: 'Song', seconds: 3, more: true })).toEqual({ title: 'Song', seconds: 3 }));

  test.each([[undefined], [null], [3], ['title'], [[]], [{ title: 'Song' }], [{ title: 'Song', seconds: '3' }]])(
    '%j does not fit',
    (value) => expect(fitting(SCHEMA, value)).toBeUndefined(),
  );
});

describe('jsonFitting', () => {
  test('reads a JSON text', () => expect(jsonFitting(SCHEMA, '{"title":"Song","seconds":3}')).toEqual({ title: 'Song', seconds: 3 }));

  test.each(['', '{', 'null', '[]', '{"title":1,"seconds":3}', '\u0000'])('%j is nothing', (text) =>
    expect(jsonFitting(SCHEMA, text)).toBeUndefined(),
  );
});

test('a JSON object is no array and not null', () => {
  expect(fitting(jsonObject, { a: [1] })).toEqual({ a: [1] });
  for (const other of [[], [1], null, 'a', 1]) expect(fitting(jsonObject, other)).toBeUndefined();
});
