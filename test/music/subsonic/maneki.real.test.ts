import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { realServer } from './real-server.ts';

/** The program; it comes from Python's registry and wants Python 3.13. Where it is absent nothing is lost but this trial. */
const MANEKI = process.env.MANEKI ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'moodbox', 'maneki', 'bin', 'maneki');

test.skipIf(existsSync(MANEKI))(
  `no maneki is here (python3.13 -m venv ~/.cache/moodbox/maneki, then its bin/pip install maneki): the source was NOT tried on it`,
  () => undefined,
);

/** maneki speaks OpenSubsonic below /audio, takes tokens, and answers with whole albums where songs of a genre are asked for. */
realServer('maneki', existsSync(MANEKI), async ({ folder, music, port }) => {
  const offline = ['--no-ui', '--no-cover-images', '--no-artist-images'];
  const child = spawn(MANEKI, ['serve', '--host', '127.0.0.1', '--port', String(port), ...offline, music], {
    env: { ...process.env, HOME: folder },
    stdio: 'ignore',
  });
  // Without accounts of its own it has this one.
  return { child, url: `http://127.0.0.1:${port}/audio`, username: 'admin', password: 'admin' };
});
