import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import type { MqttConfig } from '../../src/config/schema.ts';
import { root } from '../assets.ts';

const MAIN = `
import { OwnBroker } from './mqtt/broker/broker.js';
import { MqttPublisher } from './mqtt/publisher.js';
import { systemClock as clock } from './shared/async/clock.js';
const [what, config, state] = process.argv.slice(2);
const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => log };
if (what === 'broker') await OwnBroker.open(JSON.parse(config), state, { clock, log });
else MqttPublisher.open(JSON.parse(config), { clock, log, version: '1', has: { temperature: true, ytdlp: true, preview: true }, stateDir: state });
console.log('open');
setInterval(quiet, 60_000);
`;

/**
 * The room as a process of its own, that a test may kill. Node 20 reads no TypeScript, so the few files are turned into JavaScript first.
 */
export class Daemon implements AsyncDisposable {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Done when it has opened what it was told to. `folder` takes the JavaScript and the broker's state. */
  static async open(what: 'broker' | 'publisher', config: MqttConfig, folder: string): Promise<Daemon> {
    for (const room of ['domain', 'shared', 'config', 'mqtt']) translate(join(root, 'src', room), join(folder, 'js', room));
    symlinkSync(join(root, 'node_modules'), join(folder, 'js', 'node_modules'));
    writeFileSync(join(folder, 'js', 'package.json'), '{"type":"module"}');
    const main = join(folder, 'js', 'main.js');
    writeFileSync(main, MAIN);
    const child = spawn(process.execPath, [main, what, JSON.stringify(config), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (child.stdout) await once(child.stdout, 'data', { signal: AbortSignal.timeout(15_000) });
    return new Daemon(child);
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  /** No warning, no last words. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.kill();
    await gone;
  }
}

function translate(from: string, to: string): void {
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  };
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.ts'))) {
    const file = join(to, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, ts.transpileModule(readFileSync(join(from, name), 'utf8'), { compilerOptions }).outputText);
  }
}

export async function childrenOf(pid: number): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', String(pid)]);
  return stdout.trim().split(/\s+/).map(Number);
}
