import { describe, expect, test } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { DuplicateClientIdWatch, isDuplicateClientId } from '../../src/mqtt/duplicate-client-id.ts';
import { ConnectionLost, HUNG_UP, SESSION_TAKEN_OVER } from '../../src/mqtt/errors.ts';

const hungUp = new ConnectionLost('closed', HUNG_UP);
const broken = new ConnectionLost('read ECONNRESET');
const judge = (...sessions: [cause: Error, lasted: number][]) => {
  const watch = new DuplicateClientIdWatch();
  return sessions.map(([cause, lasted]) => isDuplicateClientId(watch.diagnose(cause, ms(lasted))));
};

describe('DuplicateClientIdWatch', () => {
  test('believes a broker that says so', () => expect(judge([new ConnectionLost('x', SESSION_TAKEN_OVER), 9e9])).toEqual([true]));
  test('suspects a rival when the broker hangs up three times in a row, each time after a short session', () =>
    expect(judge([hungUp, 900], [hungUp, 60_000], [hungUp, 10], [hungUp, 60_000])).toEqual([false, false, true, true]));
  test('treats a long session as healthy', () =>
    expect(judge([hungUp, 900], [hungUp, 900], [hungUp, 90_000], [hungUp, 900])).toEqual([false, false, false, false]));
  test('does not suspect a rival when the connection just breaks', () =>
    expect(judge([broken, 1], [broken, 1], [broken, 1], [hungUp, 1], [hungUp, 1], [broken, 1])).not.toContain(true));
  test('passes every other cause on as it is', () => expect(new DuplicateClientIdWatch().diagnose(broken, ms(1))).toBe(broken));
});
