import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../assets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-npm-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const helper = (text: string): string => {
  const file = join(folder, 'apt-helper');
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
};

/** What npm's registry holds: an archive with a folder `package`. This npm says which one it is. */
function archive(): string {
  mkdirSync(join(folder, 'package/bin'), { recursive: true });
  writeFileSync(join(folder, 'package/bin/npm-cli.js'), 'console.log("npm of the registry", process.argv[2])');
  spawnSync('tar', ['-czf', join(folder, 'npm.tgz'), '-C', folder, 'package']);
  return join(folder, 'npm.tgz');
}

/** A machine with or without an npm of its own, where apt-get only says what it is asked for. */
function on(there: boolean, aptHelper: string, text: string): { status: number | null; said: string } {
  const machine = `command() { case "$*" in '-v npm') ${there} ;; *) builtin command "$@" ;; esac; }
    apt_get() { echo "apt-get $*" >&2; }; become_root() { :; }`;
  const sourced = ['steps', 'packages', 'npm'].map((name) => `. scripts/lib/${name}.sh`).join('\n');
  const env = { ...process.env, MOODBOX_CACHE: folder, APT_HELPER: aptHelper, npm_config_registry: 'http://registry.example/' };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -euo pipefail\n${sourced}\n${machine}\n${text}`, 'trial'], {
    cwd: root,
    env,
  });
  return { status, said: `${stdout}${stderr}` };
}

describe('a machine without npm', () => {
  test('gets the one archive from the registry that it would ask, by its checksum, and only once', () => {
    const log = join(folder, 'asked');
    const aptHelper = helper(`echo "$@" >>${log}; while [ "$1" != download-file ]; do shift; done; cp ${archive()} "$3"`);
    const { status, said } = on(false, aptHelper, `have_npm; npm hello; have_npm; cat ${log}`);
    expect(status).toBe(0);
    expect(said).toContain('npm of the registry hello');
    expect(said.match(/http:\/\/registry\.example\/npm\/-\/npm-[\d.]+\.tgz \S+ SHA512:[0-9a-f]{128}/g)).toHaveLength(1);
  });

  test('takes Debian’s where the archive cannot be had, or is another', () => {
    const { status, said } = on(false, helper('echo "E: Hash Sum mismatch"; exit 100'), 'have_npm');
    expect(status).toBe(0);
    expect(said).toContain('Hash Sum mismatch');
    expect(said).toContain("Debian's npm will do");
    expect(readFileSync(join(folder, 'log/trial-npm-of-debian.log'), 'utf8')).toContain('apt-get install --no-install-recommends npm');
    expect(readdirSync(folder).filter((name) => /^npm-[\d.]+$/.test(name))).toEqual([]);
  });
});

test('an npm that is there already is left alone', () => {
  const { status, said } = on(true, helper('echo asked; exit 1'), 'have_npm');
  expect({ status, said }).toEqual({ status: 0, said: '' });
});
