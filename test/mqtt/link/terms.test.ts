import { describe, expect, test } from 'vitest';
import { HUNG_UP } from '../../../src/mqtt/errors.ts';
import type { Terms } from '../../../src/mqtt/link/terms.ts';
import { nextTerms } from '../../../src/mqtt/link/terms.ts';

const full: Terms = { version: 5, will: { qos: 1, retain: true }, keepalive: 30 };
const short = ({ version, will, keepalive }: Terms): string =>
  `${version} qos ${will.qos} ${will.retain ? 'retained' : 'unretained'} ${keepalive}s`;

/** What is asked for until the broker, which always gives that answer, is left alone. */
function asked(from: Terms, code: number | undefined): readonly string[] {
  const next = nextTerms(from, code);
  return next ? [short(next), ...asked(next, code)] : [];
}

describe('what to ask of a broker that refused', () => {
  test.each([
    ['QoS not supported', 0x9b, ['5 qos 0 retained 30s']],
    ['retain not supported', 0x9a, ['5 qos 1 unretained 30s']],
    ['unsupported protocol version', 0x84, ['4 qos 1 retained 30s']],
    ['unacceptable protocol version', 0x01, ['4 qos 1 retained 30s']],
    ['not authorized', 0x87, []],
    ['no code', undefined, []],
  ])('%s', (_, code, terms) => expect(asked(full, code)).toEqual(terms));

  test('without a word: an older version, then every smaller will, and then no more', () =>
    expect(asked(full, HUNG_UP)).toEqual([
      '4 qos 1 retained 30s',
      '4 qos 1 unretained 30s',
      '4 qos 0 retained 30s',
      '4 qos 0 unretained 30s',
    ]));

  test('a client id that 3.1.1 rejects may be a keep-alive that is too long, once', () =>
    expect(asked({ ...full, version: 4 }, 0x02)).toEqual(['4 qos 1 retained 10s']));
});
