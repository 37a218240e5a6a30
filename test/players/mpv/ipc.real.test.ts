import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MpvIpc } from '../../../src/players/mpv/ipc.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';

const IS_MPV = '{"data":"mpv 0.40.0","error":"success"}\n';

describe('an mpv that answers only when nobody waits for it any more', () => {
  let folder: string;
  let server: Server;
  let connections: number;
  let crashes: unknown[];
  const crash = (err: unknown): void => void crashes.push(err);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-ipc-'));
    [connections, crashes] = [0, []];
    process.on('uncaughtException', crash).on('unhandledRejection', crash);
  });
  afterEach(() => {
    process.off('uncaughtException', crash).off('unhandledRejection', crash);
    server.close();
    rmSync(folder, { recursive: true });
  });

  /** Listens as mpv does. The first question is answered a little after the wait for it was given up. */
  async function joinTooLate(afterwards: () => void): Promise<void> {
    const wait = new AbortController();
    server = createServer((connection) => {
      connections += 1;
      connection.on('error', () => undefined);
      connection.once('data', async () => {
        wait.abort(new Error('mpv did not start to listen'));
        await sleep(50);
        afterwards();
        connection.write(IS_MPV);
      });
    }).listen(join(folder, 'ipc'));
    await once(server, 'listening');
    await expect(MpvIpc.join(join(folder, 'ipc'), systemClock, wait.signal)).rejects.toThrow('mpv did not start to listen');
    await sleep(300);
  }

  it('ends nothing, if it has ended meanwhile', async () => {
    await joinTooLate(() => server.close());
    expect(crashes).toEqual([]);
  });

  it('is not joined, if it goes on', async () => {
    await joinTooLate(() => undefined);
    expect([connections, crashes]).toEqual([1, []]);
  });
});
