import { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { MpvGone } from '../../../src/players/mpv/errors.ts';
import { MpvProcess } from '../../../src/players/mpv/process.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { Folder, QUICK } from '../stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());

test('an mpv that cannot even be killed counts as gone after a while', async () => {
  const mpv = new MpvProcess({ mpv: folder.script('mpv', 'exec sleep 1000'), output: 'null', ca: '' }, systemClock, {
    ...QUICK,
    quit: ms(100),
  });
  const unmoved = vi.spyOn(ChildProcess.prototype, 'kill').mockReturnValue(true);
  onTestFinished(() => unmoved.mockRestore());
  await mpv[Symbol.asyncDispose]();
  expect(unmoved.mock.calls).toEqual([['SIGTERM'], ['SIGKILL']]);
  expect(mpv.gone.reason).toEqual(new MpvGone('mpv cannot be ended'));
  unmoved.mockRestore();
  mpv.kill();
});

test.runIf(process.getuid?.() === 0)('an mpv comes before what has our own priority, in all of its threads', async () => {
  const mpv = new MpvProcess({ mpv: 'mpv', output: 'null', ca: '' }, systemClock, QUICK);
  await using _ = mpv;
  await expect.poll(() => existsSync(mpv.socket), { timeout: 60_000 }).toBe(true);
  const wanted = Math.max(-20, getPriority() - 5);
  for (const thread of readdirSync(`/proc/${mpv.pid}/task`)) expect(getPriority(Number(thread))).toBe(wanted);
});
