import { valueAt } from '../config/layers.ts';
import type { Reading } from '../config/load.ts';
import { ConfigError } from '../config/load.ts';
import { pageText, settingsFile, undoInPageFile } from '../config/page-file.ts';
import { safeConfigOf } from '../config/safe.ts';
import type { StateConfig } from '../config/schema.ts';
import { FixableError } from '../shared/fixable-error.ts';
import type { Log } from '../shared/log.ts';
import type { Life, LifeEnd, Process } from './life.ts';
import { runDaemon } from './main.ts';
import { stateDirOf } from './process/state-dir.ts';
import { runSafely } from './safe-mode.ts';

/** `openLog`: each life has a log of its own, since its level can be set. */
export type BoxProcess = Process & Pick<Life, 'read'> & { readonly openLog: (level: string) => Log };

/**
 * Runs the box until the process is to stop, in as many lives as people ask for on the page. A wrong configuration is a life in safe mode.
 * Where a start fails with settings that were made on the page since the last good one, they are taken back. Throws `ConfigError` if the
 * configuration is wrong and not even the page can be opened, and otherwise like `runDaemon`.
 */
export async function runBox(process: BoxProcess): Promise<void> {
  const lastGood = new LastGood(process);
  for (let takenBack: string | undefined; ; ) {
    const reading = process.read();
    const log = process.openLog((reading.config ?? safeConfigOf(reading))?.log.level ?? 'info');
    let isReady = false;
    const onReady = (): void => {
      isReady = true;
      lastGood.keep(reading);
    };
    try {
      if ((await live(reading, { ...process, log, takenBack, onReady })) === 'stopped') return;
      takenBack = undefined;
    } catch (err) {
      if (isReady || !(err instanceof FixableError || err instanceof ConfigError) || !(await lastGood.restore(reading))) throw err;
      takenBack = err.message;
      log.error({ why: err.message }, 'settings.taken_back');
    }
  }
}

async function live(reading: Reading, life: Life): Promise<LifeEnd> {
  if (reading.config !== undefined) return runDaemon(reading, reading.config, life);
  const end = await runSafely(reading, life).catch((err: unknown) => {
    if (err instanceof FixableError) throw new ConfigError([...reading.problems, err.message]); // not even the page opens
    throw err;
  });
  if (end === undefined) throw new ConfigError(reading.problems);
  return end;
}

/** What was set on the page when the box last started well, in this process. */
class LastGood {
  readonly #env: NodeJS.ProcessEnv;
  #text: string | undefined;

  constructor({ env }: Pick<Process, 'env'>) {
    this.#env = env;
  }

  keep(reading: Reading): void {
    this.#text = pageText(this.#fileOf(reading));
  }

  /** Puts it back. False if nothing has been set on the page since then. */
  async restore(reading: Reading): Promise<boolean> {
    const file = this.#fileOf(reading);
    if (this.#text === undefined || this.#text === pageText(file)) return false;
    await undoInPageFile(file, this.#text);
    return true;
  }

  #fileOf({ values }: Reading): string {
    return settingsFile(stateDirOf({ dir: String(valueAt(values, 'state.dir') ?? '') } satisfies StateConfig, this.#env));
  }
}
