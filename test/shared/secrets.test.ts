import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../../src/shared/secrets.ts';

describe('withoutSecrets', () => {
  it.each([
    ['no address here: a/b, user@host', 'no address here: a/b, user@host'],
    ['rtsp://user:p@ss@cam/stream', 'rtsp://cam'],
    ['first http://a:b@c/d?e=f, then mqtts://g:h@[::1]:8883', 'first http://c then mqtts://[::1]:8883'],
  ])('%s', (said, shown) => expect(withoutSecrets(said)).toBe(shown));

  it('reads a long text in one go', () => expect(withoutSecrets('y'.repeat(2_000_000))).toHaveLength(2_000_000));
});
