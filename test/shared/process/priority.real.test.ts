import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../assets.ts';

const built = join(root, 'dist/shared/process/priority.js');
const SCRIPT = `
  import { getPriority } from 'node:os';
  import { comesFirst } from ${JSON.stringify(built)};
  comesFirst(process.pid);
  console.log(getPriority());
  comesFirst(undefined);
  comesFirst(2 ** 22 + 1);`;
const run = (...before: readonly string[]) => {
  const [command = '', ...args] = [...before, process.execPath, '--input-type=module', '-e', SCRIPT];
  return spawnSync(command, args, { encoding: 'utf8' });
};

describe.runIf(existsSync(built) && process.getuid?.() === 0)('the priority of a child', () => {
  test('is higher than ours', () => expect(run()).toMatchObject({ status: 0, stdout: `${Math.max(-20, getPriority() - 5)}\n` }));

  // The service may not: its unit has no right to it. Nor may anybody who is not root.
  test('stays as it is where we may not raise it, and nothing fails', () =>
    expect(run('setpriv', '--bounding-set=-sys_nice')).toMatchObject({ status: 0, stdout: `${getPriority()}\n`, stderr: '' }));
});
