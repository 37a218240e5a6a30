import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { managerOf, noManager } from '../../../src/daemon/process/systemd.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

/** Node has no datagram sockets in the file system; Python, which the native build needs anyway, listens in systemd's place. */
const EAR = `import socket, sys
ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ear.bind(sys.argv[1])
print('listening', flush=True)
while True: print(repr(ear.recv(4096).decode()), flush=True)`;

/** Listens in systemd's place, and returns what it hears. */
async function ear(): Promise<{ readonly heard: readonly string[] } & Disposable> {
  const path = join(mkdtempSync(join(tmpdir(), 'moodbox-notify-')), 'socket');
  const child = spawn('python3', ['-c', EAR, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const heard: string[] = [];
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => heard.push(line));
  await once(lines, 'line');
  process.env.NOTIFY_SOCKET = path;
  const close = (): void => {
    delete process.env.NOTIFY_SOCKET;
    child.kill();
  };
  return { heard, [Symbol.dispose]: close };
}

test('systemd receives ready, status and watchdog, each with the daemon as the sender, and no command that a title contains', async () => {
  using systemd = await ear();
  const { heard } = systemd;
  const log = new FakeLog();
  const manager = managerOf(process.env, log, systemClock);
  await manager.ready();
  await manager.status('happy, playing Sunrise');
  await manager.status('music   a title\nWATCHDOG=trigger\r\nSTOPPING=1\u0000\u2028MAINPID=1');
  await manager.watchdog();
  await expect.poll(() => heard.join('\n'), { timeout: 10_000 }).toContain('WATCHDOG=1');
  const text = heard.join('\n');
  expect(text).toContain('READY=1');
  expect(text).toContain(`MAINPID=${process.pid}`);
  expect(text).toContain('STATUS=happy, playing Sunrise');
  expect(text).toContain('WATCHDOG=1');
  expect(text).toContain('STATUS=music   a title WATCHDOG=trigger  STOPPING=1  MAINPID=1');
  const commands = heard.flatMap((message) => message.split(/\\n|'/)).filter((line) => line.includes('='));
  expect(new Set(commands.map((line) => line.split('=')[0]))).toEqual(new Set(['READY', 'MAINPID', 'STATUS', 'WATCHDOG', 'BARRIER']));
  expect(commands.filter((line) => line.startsWith('WATCHDOG'))).toEqual(['WATCHDOG=1']);
  expect(log.events).toEqual([]);
});

test('a READY that systemd has lost comes again with the watchdog', async () => {
  using systemd = await ear();
  await managerOf(process.env, new FakeLog(), systemClock).watchdog();
  await expect.poll(() => systemd.heard.join('\n'), { timeout: 10_000 }).toMatch(/READY=1[^']*WATCHDOG=1/);
});

test('a manager that does not answer is logged, and the daemon goes on', async () => {
  const log = new FakeLog();
  process.env.NOTIFY_SOCKET = '/nowhere/at/all';
  try {
    expect(existsSync('/nowhere')).toBe(false);
    await managerOf(process.env, log, systemClock).watchdog();
    await managerOf(process.env, log, systemClock).ready();
    expect(log.events).toEqual(['systemd.untold', 'systemd.untold']);
  } finally {
    delete process.env.NOTIFY_SOCKET;
  }
});

test('a daemon that was started by hand has no service manager', () => expect(managerOf({}, new FakeLog(), systemClock)).toBe(noManager));
