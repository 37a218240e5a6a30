import type { Config } from '../../config/schema.ts';
import type { Ms } from '../../domain/units.ts';
import type { Log } from '../../shared/log.ts';

/** What a check found: one sentence about the state, and one that says what to do about it. */
export type Finding = { readonly status: 'ok' | 'warn' | 'fail'; readonly finding: string; readonly advice?: string };

/**
 * The machine as a check sees it; `root` replaces `/` in tests. The signal is aborted when the check has used up its time. `patience`: how
 * long it may take, if that is not the usual time.
 */
export type Machine = { readonly env: NodeJS.ProcessEnv; readonly root: string; readonly signal: AbortSignal; readonly patience?: Ms };

/**
 * Checks one thing that moodbox depends on. `fail`: the configuration needs it and it is missing or broken. `warn`: moodbox can do
 * without it. An error that a check throws counts as `fail`, with its message.
 */
export type Check = (config: Config, machine: Machine) => Promise<Finding>;

export const fine = (finding: string): Finding => ({ status: 'ok', finding });
export const warning = (finding: string, advice: string): Finding => ({ status: 'warn', finding, advice });
export const failing = (finding: string, advice: string): Finding => ({ status: 'fail', finding, advice });

const ignore = (): void => undefined;
/** For code that needs a log: the finding already says what it would log. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => silentLog };
