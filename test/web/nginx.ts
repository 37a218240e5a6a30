import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';

import { join } from 'node:path';
import { isAnswered } from '../../src/shared/is-answered.ts';

/** The nginx of this machine: Debian's, or the one that MOODBOX_TEST_NGINX names. */
export const NGINX = process.env.MOODBOX_TEST_NGINX ?? '/usr/sbin/nginx';
export const hasNginx = existsSync(NGINX);

/** A real nginx in this folder, with this `server { … }`. Disposing ends it. */
export async function startNginx(folder: string, server: string, port: number): Promise<AsyncDisposable> {
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`).join(' ');
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, `daemon off; pid ${join(folder, 'pid')}; events {} http { access_log off; ${temp}\n${server}\n}\n`);
  const child = spawn(NGINX, ['-p', folder, '-e', 'stderr', '-c', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  for (let tries = 0; tries < 100 && !(await isAnswered({ host: '127.0.0.1', port })); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
