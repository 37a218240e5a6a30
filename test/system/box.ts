import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFailed, TestRunner } from 'vitest';
import { stringify } from 'yaml';
import { root } from '../assets.ts';

/** The built daemon as a process of its own, driven from outside only. */
export type RunningBox = AsyncDisposable & {
  readonly pid: number;
  /** The folder with its configuration, state and sound. */
  readonly folder: string;
  /** What it has said so far, a line each. */
  readonly said: readonly string[];
  readonly log: readonly string[];
  /** The address that it printed. */
  readonly url: string;
  /** Sends a signal, SIGTERM unless told otherwise, and waits for the end; the exit status. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

export const tempFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'moodbox-system-'));

/**
 * Writes the configuration, starts `bin/moodbox run`, and waits until it has printed the page's address. `under` is a command that
 * becomes what it is given (`prlimit …`, `ip netns exec …`), so that the process stays the same.
 */
export async function startBox(
  folder: string,
  config: object,
  env: NodeJS.ProcessEnv = {},
  args: readonly string[] = [],
  under: readonly string[] = [],
): Promise<RunningBox> {
  const file = join(folder, 'moodbox.yaml');
  await writeFile(file, stringify(config));
  const [program = '', ...words] = [...under, join(root, 'bin/moodbox'), 'run', '--config', file, ...args];
  const child = spawn(program, words, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  const log: string[] = [];
  createInterface(child.stdout).on('line', (line) => said.push(line));
  createInterface(child.stderr).on('line', (line) => log.push(line));
  if (TestRunner.getCurrentTest()) onTestFailed(() => void process.stderr.write(`the box's last lines:\n${log.slice(-40).join('\n')}\n`));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  const url = await addressIn(said, ended, log);
  return {
    ...{ pid: child.pid ?? 0, folder, said, log, url, stop },
    [Symbol.asyncDispose]: async () => {
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await stop();
      clearTimeout(late);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function addressIn(said: readonly string[], ended: Promise<number | null>, log: readonly string[]): Promise<string> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (let tries = 0; tries < 1500 && !over; tries += 1) {
    const url = said.map((line) => /^page\s+(\S+)/.exec(line)?.[1]).find((found) => found !== undefined);
    if (url !== undefined) return url;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the box ${over ? 'ended' : 'did not start'}:\n${[...said, ...log].join('\n')}`);
}
