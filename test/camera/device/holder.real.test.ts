import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { holderOf } from '../../../src/camera/device/holder.ts';
import { openV4l2 } from '../../../src/camera/v4l2.ts';
import { cameraConfig, folder } from '../setting.ts';

/** A program that has the file open. */
async function held(path: string): Promise<number> {
  const program = spawn('sh', ['-c', `exec 3<'${path}'; echo open; exec sleep 60`], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(async () => {
    program.kill();
    await once(program, 'close');
  });
  await once(program.stdout, 'data');
  return program.pid ?? 0;
}

describe('a device that another program has open', () => {
  it('is told with the program', async () => {
    const path = join(folder({ video0: 'not a camera' }), 'video0');
    expect(await holderOf(path)).toBeUndefined();
    const pid = await held(path);
    const named = new RegExp(`^(sh|sleep) \\(process ${pid}\\)$`);
    expect(await holderOf(path)).toMatch(named);
    await expect(openV4l2({ path, name: 'Cam' }, cameraConfig())).rejects.toThrow(
      new RegExp(`does not open: (sh|sleep) \\(process ${pid}\\) uses it$`),
    );
  });
});
