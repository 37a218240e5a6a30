import { describe, expect, test } from 'vitest';
import { openLog, remembering } from '../../../src/cli/console/log.ts';
import { linesOf } from '../../../src/daemon/upkeep/log-lines.ts';
import { LogRing } from '../../../src/shared/log-ring.ts';

const written = (say: (log: ReturnType<typeof openLog>) => void): LogRing => {
  const ring = new LogRing();
  say(openLog('debug', remembering(ring, { write: () => undefined })));
  return ring;
};

describe('the lines of the log that the page shows', () => {
  test('have a level, a room and an event, and the rest as JSON', () => {
    const ring = written((log) => log.child({ room: 'music' }).warn({ track: 'a' }, 'music.lost'));
    expect(linesOf(ring.after(0), 'debug')).toEqual([
      { seq: 1, at: expect.any(Number), level: 'warn', room: 'music', event: 'music.lost', fields: '{"track":"a"}' },
    ]);
  });

  test('are those of a level and above', () => {
    const ring = written((log) => {
      log.debug({}, 'a');
      log.info({}, 'b');
      log.warn({}, 'c');
      log.error({}, 'd');
    });
    expect(linesOf(ring.after(0), 'warn').map(({ event }) => event)).toEqual(['c', 'd']);
  });

  test('have no passwords, no addresses with secrets and no setup code', () => {
    const ring = written((log) => {
      log.info({ password: 'secret', url: 'rtsp://me:secret@cam/x?token=secret' }, 'a');
      log.warn({ code: '12345678' }, 'web.setup_code');
    });
    expect(JSON.stringify(linesOf(ring.after(0), 'debug'))).not.toMatch(/secret(?!_|")|12345678/);
  });

  test('a line that was cut off says so, with its time', () => {
    const ring = written((log) => log.error({ text: 'x'.repeat(10_000) }, 'a'));
    const [line] = linesOf(ring.after(0), 'error');
    expect(line?.event).toMatch(/too long/);
    expect(line?.at).toBeGreaterThan(1e12);
  });
});
