import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programIn } from '../../../src/shared/process/programs.ts';
import { realServer, run } from './real-server.ts';

const PASSWORD = 's3cret word';
const program = programIn((process.env.PATH ?? '').split(':'), 'supysonic-server');
if (program === undefined) process.stderr.write('SKIPPED: supysonic is not installed (apt-get install supysonic python3-waitress)\n');

/** supysonic keeps hashes of passwords, so it takes no tokens; it speaks Subsonic 1.12 and compares genres letter for letter. */
realServer('supysonic', program !== undefined, async ({ folder, music, port }) => {
  const settings = `[base]\ndatabase_uri = sqlite:///${join(folder, 'base.db')}\n[webapp]\ncache_dir = ${join(folder, 'cache')}\nmount_webui = off\n[daemon]\nrun_watcher = off\n`;
  writeFileSync(join(folder, '.supysonic'), settings);
  const env = { ...process.env, HOME: folder };
  for (const words of [
    ['user', 'add', 'admin', '-p', PASSWORD],
    ['folder', 'add', 'Lib', music],
    ['folder', 'scan', '--foreground', 'Lib'],
  ])
    await run('supysonic-cli', words, { env });
  const child = spawn('supysonic-server', ['-S', 'waitress', '-h', '127.0.0.1', '-p', String(port)], { env, stdio: 'ignore' });
  return { child, url: `http://127.0.0.1:${port}`, username: 'admin', password: PASSWORD };
});
