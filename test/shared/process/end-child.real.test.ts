import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { endChild } from '../../../src/shared/process/end-child.ts';

async function started(onTerm: string) {
  const program = `process.on('SIGTERM', () => { ${onTerm} }); setInterval(() => {}, 1000); console.log('ready')`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  await once(child.stdout, 'data');
  return { child, gone, send: (signal: NodeJS.Signals) => void child.kill(signal) };
}

test('one that obeys ends in its own way', async () => {
  const { child, gone, send } = await started('process.exit(7)');
  expect(await endChild(send, gone, { asked: ms(10_000), killed: ms(10_000) }, systemClock)).toBe(true);
  expect(child.exitCode).toBe(7);
});

test('one that does not obey is killed', async () => {
  const { child, gone, send } = await started('');
  expect(await endChild(send, gone, { asked: ms(200), killed: ms(10_000) }, systemClock)).toBe(true);
  expect(child.signalCode).toBe('SIGKILL');
});

test('one of which no end is heard is not waited for', async () => {
  const { send } = await started('');
  expect(await endChild(send, new Promise(() => undefined), { asked: ms(100), killed: ms(100) }, systemClock)).toBe(false);
});
