import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clip, root } from '../assets.ts';

/** The folders of dist that the installer leaves behind, as it writes them. */
const LEFT = /printf '%s\\n' (dist\/.*)/.exec(readFileSync(join(root, 'scripts/install-service'), 'utf8'))?.[1]?.split(' ') ?? [];

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('an installed box, which has no bench', { timeout: 60_000 }, () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'moodbox-installed-'));
    for (const each of ['bin', 'config', 'deploy', 'dist', 'models', 'web', 'package.json'])
      cpSync(join(root, each), join(home, each), { recursive: true });
    for (const each of LEFT) rmSync(join(home, each), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const moodbox = (...args: readonly string[]) => spawnSync(join(home, 'bin/moodbox'), args, { encoding: 'utf8', cwd: home });

  test('says where the bench is', () => {
    expect(LEFT).toEqual(['dist/bench', 'dist/cli/bench']);
    expect(moodbox('bench')).toMatchObject({
      status: 2,
      stderr: "moodbox: 'bench' is not installed with the service; call bin/moodbox bench in a checkout\n",
    });
  });

  test('needs it for nothing else', () => {
    for (const name of ['run', 'perceive', 'evaluate', 'simulate', 'doctor', 'history', 'config', 'update-ytdlp'])
      expect(moodbox(name, '--help')).toMatchObject({ status: 0, stderr: '' });
    const { status, stdout } = moodbox('perceive', clip(), '--fps', '1');
    expect(status).toBe(0);
    expect(stdout).toMatch(/happy|neutral|surprise/);
  });
});
