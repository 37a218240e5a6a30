import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { audio } from '../../../src/cli/doctor/audio.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { listenOnce } from '../../../src/shared/process/ports.ts';
import { hasSnapcast } from '../../players/snapcast/stage.ts';

const examine = (output: string, env: NodeJS.ProcessEnv = process.env) =>
  audio(loadConfig({ env: {}, overrides: { 'player.output': output } }), { env, root: '/', signal: AbortSignal.timeout(8000) });

test.skipIf(!hasSnapcast)('several rooms: snapserver is there, and its port is free', async () => {
  const port = await listenOnce('127.0.0.1', 0);
  expect(await examine(`snapcast://127.0.0.1:${port}`)).toMatchObject({
    status: 'ok',
    finding: expect.stringMatching(new RegExp(`snapserver on 127\\.0\\.0\\.1:${port}$`)),
  });
});

test.skipIf(!hasSnapcast)('a port that is taken is a warning that names the service of Debian', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  try {
    expect(await examine(`snapcast://127.0.0.1:${port}`)).toMatchObject({
      status: 'warn',
      advice: expect.stringContaining('systemctl disable --now snapserver'),
    });
  } finally {
    other.close();
  }
});

test('an address that is none is said in words', () =>
  expect(examine('snapcast://kitchen')).rejects.toThrow(/player\.output.*snapcast:\/\/ADDRESS/));
