import { expect, test } from 'vitest';
import { letGo } from '../../src/shared/let-go.ts';

test('bytes that were let go are gone, and may be let go again', () => {
  const bytes = new Uint8Array(921_600);
  letGo(bytes);
  letGo(bytes);
  expect([bytes.length, bytes.buffer.byteLength]).toEqual([0, 0]);
});

test('few bytes stay: they may share their memory with others', () => {
  const bytes = Buffer.from('a few');
  letGo(bytes);
  expect(bytes.toString()).toBe('a few');
});
