import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { runForBytes, runProgram } from '../../../src/shared/process/run.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { processesWith } from '../../fixtures/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-child-'));
afterAll(() => rmSync(folder, { recursive: true }));

let calls = 0;
/** Runs a shell script under a clock that stands still, marked so that whatever it leaves behind can be found. */
const shell = (script: string, signal = new AbortController().signal) => {
  calls += 1;
  const mark = join(folder, `ready-${calls}`);
  const clock = new FakeClock();
  const running = runProgram('sh', ['-c', script], { env: { ...process.env, MARK: mark }, limit: ms(30_000), clock, signal });
  return {
    clock,
    running,
    ready: () => vi.waitFor(() => expect(existsSync(mark)).toBe(true), 20_000),
    left: () => processesWith('MARK', mark),
    mark,
  };
};

const quiet = () => ({ env: process.env, limit: ms(1000), clock: new FakeClock(), signal: new AbortController().signal });

/** Begins some work at a moment at which this process can open nothing more. */
function withoutDescriptors<T>(begin: () => T): T {
  const limits = (soft: string) => execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${soft}:`]);
  const usual = execFileSync('prlimit', ['--pid', String(process.pid), '--nofile', '--noheadings', '--output', 'SOFT'], {
    encoding: 'utf8',
  });
  limits('200');
  const held: number[] = [];
  try {
    for (;;) held.push(openSync('/dev/null', 'r'));
  } catch {
    return begin();
  } finally {
    for (const each of held) closeSync(each);
    limits(usual.trim());
  }
}

const STUBBORN = 'trap "" TERM; (trap "" TERM; touch "$MARK"; while :; do sleep 1; done) & while :; do sleep 1; done';

describe('a child process', () => {
  test('is heard on both outputs, with its status', async () => {
    expect(await shell('echo out; echo err >&2; exit 3').running).toEqual({ kind: 'ended', code: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  test('that does not exist is missing', async () => {
    expect(await runProgram(join(folder, 'no-such-program'), [], quiet())).toMatchObject({ kind: 'missing', err: { code: 'ENOENT' } });
  });

  test.each([
    ['refuses', () => runProgram('true', ['x'.repeat(200_000)], quiet()), 'E2BIG'],
    ['has no descriptor left for', () => withoutDescriptors(() => runProgram('true', [], quiet())), 'EMFILE'],
  ])('that the system %s is missing', async (_why, start, code) => {
    expect(await start()).toMatchObject({ kind: 'missing', err: { code } });
  });

  test('that does not exist is missing also where it is stopped before that is known', async () => {
    const stop = new AbortController();
    const running = runProgram(join(folder, 'no-such-program'), [], { ...quiet(), signal: stop.signal });
    stop.abort();
    expect(await running).toMatchObject({ kind: 'missing', err: { code: 'ENOENT' } });
  });

  test('that cannot even be killed is given up after another two seconds', async () => {
    const { clock, running, ready, left } = shell('touch "$MARK"; exec sleep 1000');
    await ready();
    const unmoved = vi.spyOn(process, 'kill').mockReturnValue(true);
    onTestFinished(() => unmoved.mockRestore());
    await clock.advance(ms(34_000));
    expect(await running).toEqual({ kind: 'stopped', why: 'timeout' });
    unmoved.mockRestore();
    for (const pid of left()) process.kill(pid, 'SIGKILL');
  });

  test('is not even started after an abort', async () => {
    const { running, mark } = shell('touch "$MARK"', AbortSignal.abort());
    expect(await running).toEqual({ kind: 'stopped', why: 'abort' });
    expect(existsSync(mark)).toBe(false);
  });

  test('is ended with everything it started when its time is over', async () => {
    const { clock, running, ready, left } = shell('(touch "$MARK"; sleep 1000) & sleep 1000');
    await ready();
    await clock.advance(ms(30_000));
    expect(await running).toEqual({ kind: 'stopped', why: 'timeout' });
    expect(left()).toEqual([]);
  });

  test('is ended by an abort', async () => {
    const stop = new AbortController();
    const { running, ready, left } = shell('touch "$MARK"; sleep 1000', stop.signal);
    await ready();
    stop.abort();
    expect(await running).toEqual({ kind: 'stopped', why: 'abort' });
    expect(left()).toEqual([]);
  });

  test('that ignores SIGTERM is killed two seconds later, its own children too', async () => {
    const { clock, running, ready, left } = shell(STUBBORN);
    await ready();
    await clock.advance(ms(30_000));
    expect(left().length).toBeGreaterThan(0);
    await clock.advance(ms(2000));
    expect(await running).toEqual({ kind: 'stopped', why: 'timeout' });
    await vi.waitFor(() => expect(left()).toEqual([]), 20_000);
  });

  test('that goes but leaves somebody behind who ignores SIGTERM leaves nobody', async () => {
    const { clock, running, ready, left } = shell(`(trap "" TERM; touch "$MARK"; while :; do sleep 1; done) >/dev/null 2>&1 & sleep 1000`);
    await ready();
    await clock.advance(ms(30_000));
    expect(await running).toEqual({ kind: 'stopped', why: 'timeout' });
    await vi.waitFor(() => expect(left()).toEqual([]), 20_000);
  });

  test('that says too much is stopped', async () => {
    expect(await shell('yes').running).toEqual({ kind: 'stopped', why: 'flood' });
  });

  test('is stopped at a bound of its own, where it has one', async () => {
    expect(await runProgram('printf', ['12345'], { ...quiet(), maxOutput: 5 })).toMatchObject({ kind: 'ended', stdout: '12345' });
    expect(await runProgram('printf', ['123456'], { ...quiet(), maxOutput: 5 })).toEqual({ kind: 'stopped', why: 'flood' });
  });

  test('may write what is not text', async () => {
    expect(await runForBytes('printf', ['\\377\\330\\000'], quiet())).toMatchObject({
      kind: 'ended',
      stdout: Buffer.from([0xff, 0xd8, 0]),
    });
  });

  test('may complain without end: only the beginning is kept', async () => {
    const ran = await shell('head -c 1000000 /dev/zero | tr "\\0" x >&2; echo done').running;
    if (ran.kind !== 'ended') throw new Error(`it was ${ran.kind}`);
    expect([ran.stdout, ran.stderr.length]).toEqual(['done\n', 64 * 1024]);
  });

  test('is asked nothing on its standard input', async () => {
    expect(await shell('cat; echo end').running).toMatchObject({ stdout: 'end\n' });
  });
});
