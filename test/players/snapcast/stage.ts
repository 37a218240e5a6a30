import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import type { PlayerConfig } from '../../../src/config/schema.ts';
import type { SnapcastPlayer } from '../../../src/players/snapcast/player.ts';
import { SnapcastPlayer as Snapcast } from '../../../src/players/snapcast/player.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { listenOnce } from '../../../src/shared/process/ports.ts';
import { programFolders, programIn } from '../../../src/shared/process/programs.ts';
import { FakeLog } from '../../fakes/log.ts';
import type { Folder } from '../stage.ts';
import { configOf, QUICK } from '../stage.ts';

const folders = programFolders(process.env.PATH);
/** Whether this machine has Snapcast; tests that want it are skipped elsewhere. */
export const hasSnapcast = programIn(folders, 'snapserver') !== undefined && programIn(folders, 'snapclient') !== undefined;

export type More = { readonly port?: number; readonly folders?: readonly string[] };
export type Opened = { readonly player: SnapcastPlayer; readonly log: FakeLog; readonly port: number };

/** A real player with a real snapserver on a port of its own. */
export async function openSnapcast(folder: Folder, config: Partial<PlayerConfig> = {}, more: More = {}): Promise<Opened> {
  const log = new FakeLog();
  const port = more.port ?? (await listenOnce('127.0.0.1', 0));
  const world = { clock: systemClock, log, stateDir: folder.path, limits: QUICK, ...more };
  return { player: await Snapcast.open(configOf({ output: 'snapcast', ...config }), { host: '127.0.0.1', port }, world), log, port };
}

/** The pids of the snapservers so far, oldest first. */
export const servers = (log: FakeLog): readonly number[] =>
  log.lines.flatMap(({ event, fields }) => (event === 'snapcast.ready' ? [(fields as { pid: number }).pid] : []));

const RATE = 48_000 * 4;

/** A room: the real snapclient, which writes what would be heard there into a file of bare samples, in real time, silence too. */
export class SnapRoom implements AsyncDisposable {
  readonly file: string;
  readonly #child: ChildProcess;

  constructor(port: number, file: string, id: string) {
    this.file = file;
    const args = ['-h', '127.0.0.1', '-p', String(port), '--hostID', id, '--player', `file:filename=${file},mode=a`, '--logsink', 'null'];
    this.#child = spawn('snapclient', args, { stdio: 'ignore' });
  }

  /** Seconds since the room was there. */
  get seconds(): number {
    return existsSync(this.file) ? statSync(this.file).size / RATE : 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}
