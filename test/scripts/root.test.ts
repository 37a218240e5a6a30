import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../assets.ts';

/** The command in a mount namespace of its own, as root. */
const apart = (script: string, ...args: readonly string[]) =>
  spawnSync('unshare', ['--mount', '--propagation', 'private', 'bash', '-euc', script, 'bash', ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  });

const mayMount = process.getuid?.() === 0 && apart('mount -t tmpfs tmpfs /tmp').status === 0;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'moodbox-root-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test.runIf(mayMount)('a root in which a killed run left mounts is deleted, and nothing of this machine with it', () => {
  const base = folder();
  mkdirSync(join(base, 'of-this-machine'));
  const script = `
    fail() { echo "$*" >&2; exit 1; }
    . scripts/lib/root.sh
    mkdir -p "$1"/roots/a.new/{sys,dev/shm} "$1/roots/ab"
    echo kept >"$1/of-this-machine/file"
    mount --bind "$1/of-this-machine" "$1/roots/a.new/dev"
    mkdir "$1/of-this-machine/shm"
    mount -t tmpfs tmpfs "$1/roots/a.new/dev/shm"
    mount -t sysfs -o ro sysfs "$1/roots/a.new/sys"
    mount -t tmpfs tmpfs "$1/roots/ab"
    clear_roots "$1"/roots/a.* "$1/roots/none"
    mountpoint "$1/roots/ab"`;
  expect(apart(script, base)).toMatchObject({ status: 0, stderr: '' });
  expect(existsSync(join(base, 'roots/a.new'))).toBe(false);
  expect(readFileSync(join(base, 'of-this-machine/file'), 'utf8')).toBe('kept\n');
});

test.runIf(mayMount)('what a root is made with mounts for itself alone', () => {
  const base = folder();
  const script = `
    . scripts/lib/root.sh
    apart mount -t tmpfs tmpfs "$1"
    ! mountpoint -q "$1"`;
  expect(apart(script, base)).toMatchObject({ status: 0, stderr: '' });
});
