import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../assets.ts';

/** What a program for arm64 begins with; there is nothing behind it. */
const ARM64 = Buffer.concat([Buffer.from('7f454c46020101000000000000000000', 'hex'), Buffer.from('0200b700', 'hex'), Buffer.alloc(44)]);

const may = process.getuid?.() === 0 && existsSync('/proc/sys/fs/binfmt_misc');

describe.runIf(may)('programs for another machine', () => {
  /** `emulator`: any program of this machine; it is given the file and its arguments. */
  const run = (emulator: string, ...command: readonly string[]) => {
    const { status, stdout } = spawnSync('bash', [join(root, 'scripts/lib/foreign.sh'), emulator, ...command], { encoding: 'utf8' });
    return { status, out: stdout.trim() };
  };
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'moodbox-foreign-'));
    onTestFinished(() => rmSync(made, { recursive: true }));
    return made;
  };

  test('are run by the emulator there, and nowhere else', () => {
    const program = join(folder(), 'program');
    writeFileSync(program, ARM64);
    chmodSync(program, 0o755);
    expect(run('/bin/echo', program, 'one', 'two words')).toEqual({ status: 0, out: `${program} one two words` });
    expect(run('/bin/echo', 'sh', '-c', `${program} inside`)).toEqual({ status: 0, out: `${program} inside` });
    expect(spawnSync(program).status).not.toBe(0);
  });

  test('may make files of any owner', () => {
    const file = join(folder(), 'file');
    expect(run('/bin/echo', 'sh', '-c', `touch ${file} && chown 880:881 ${file} && id -u`)).toEqual({ status: 0, out: '0' });
    expect([statSync(file).uid, statSync(file).gid]).toEqual([880, 881]);
  });

  test('read what is given to them', () => {
    const { stdout } = spawnSync('bash', [join(root, 'scripts/lib/foreign.sh'), '/bin/echo', 'cat'], {
      encoding: 'utf8',
      input: 'deb trixie\n',
    });
    expect(stdout).toBe('deb trixie\n');
  });

  test('end as they ended, and an emulator that is not there is an error', () => {
    expect(run('/bin/echo', 'sh', '-c', 'exit 7').status).toBe(7);
    expect(run('/nonexistent', 'true').status).not.toBe(0);
  });
});
