import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { launch } from '../../../src/shared/process/service-process.ts';

const SOON = { timeout: 15_000, interval: 50 };

test('a program whose words can no longer be read goes on to its own end', async () => {
  const args = ['-e', "console.error('hello'); setTimeout(() => process.exit(3), 500)"];
  const command = { name: 'speaker', program: process.execPath, args, setpriv: undefined, folder: tmpdir(), account: undefined };
  const said: string[] = [];
  const { child, ended } = launch(command, (line) => said.push(line));
  await expect.poll(() => said, SOON).toEqual(['hello']);
  child.stderr?.destroy(new Error('unreadable'));
  await expect.poll(() => ended.aborted, SOON).toBe(true);
  expect(ended.reason).toMatchObject({ message: 'speaker ended (status 3): hello' });
});
