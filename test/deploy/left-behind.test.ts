import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clip, root } from '../assets.ts';

/** The packages in a folder, with those inside other packages, as the lockfile names them. */
function packagesIn(folder: string, at = 'node_modules'): readonly string[] {
  const whole = join(folder, at);
  if (!existsSync(whole)) return [];
  const names = readdirSync(whole)
    .filter((name) => name !== '.bin')
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(whole, name)).map((each) => `${name}/${each}`) : [name]));
  return names.flatMap((name) => [`${at}/${name}`, ...packagesIn(folder, `${at}/${name}/node_modules`)]);
}

const lines = (program: string, ...args: readonly string[]): readonly string[] =>
  spawnSync(program, args, { cwd: root, encoding: 'utf8' }).stdout.trim().split('\n');

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('an installed box', { timeout: 120_000 }, () => {
  let home: string;
  const own = join(root, 'config/moodbox.yaml');
  const hadOwn = existsSync(own);
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'moodbox-installed-'));
    if (!hadOwn) writeFileSync(own, 'mqtt:\n  password: s3cret\n', { mode: 0o600 });
    // The copy as the installer makes it, but for root.
    const copy = `as_root=(); . scripts/lib/installed.sh; copy_installed '${home}'`;
    expect(spawnSync('bash', ['-euo', 'pipefail', '-c', copy], { cwd: root, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
  afterAll(() => {
    if (!hadOwn) rmSync(own);
    rmSync(home, { recursive: true });
  });

  const moodbox = (...args: readonly string[]) => spawnSync(join(home, 'bin/moodbox'), args, { encoding: 'utf8', cwd: '/' });

  test('says where the bench is', () => {
    expect(moodbox('bench')).toMatchObject({
      status: 2,
      stderr: "moodbox: 'bench' is not installed with the service; call bin/moodbox bench in a checkout\n",
    });
  });

  test('needs neither the bench nor the modules left behind for anything else', () => {
    for (const name of ['run', 'perceive', 'evaluate', 'simulate', 'doctor', 'history', 'config', 'update-ytdlp', 'answer-ytdlp'])
      expect(moodbox(name, '--help')).toMatchObject({ status: 0, stderr: '' });
    const { status, stdout } = moodbox('perceive', clip(), '--fps', '1');
    expect(status).toBe(0);
    expect(stdout).toMatch(/happy|neutral|surprise/);
  });

  test('holds the packages that something imports, and none that only builds or installs', () => {
    const installed = packagesIn(home);
    expect(installed).toContain('node_modules/express');
    expect([...installed].sort()).toEqual([...lines('node', 'scripts/lib/needed.mjs')].sort());
    const unwanted = /\/(tar|tar-fs|adm-zip|node-gyp|prebuild-install|nan|typescript|global-agent)$/;
    expect(installed.filter((name) => unwanted.test(name))).toEqual([]);
  });

  test("holds no settings of the checkout's own", () => {
    expect(readdirSync(join(home, 'config')).sort()).toEqual(['home-assistant', 'moodbox.example.yaml', 'music.example.yaml']);
    const script = readFileSync(join(root, 'scripts/install-service'), 'utf8');
    expect(script).toContain('install -m 640 -o root -g moodbox config/music.yaml');
  });
});
