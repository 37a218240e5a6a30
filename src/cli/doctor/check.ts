import type { Config } from '../../config/schema.ts';
import type { Log } from '../../shared/log.ts';

/** What a check found: one sentence, and another that says what to do about it. */
export type Finding = { readonly status: 'ok' | 'warn' | 'fail'; readonly finding: string; readonly advice?: string };

/** The machine as a check sees it; `root` stands in for `/` in tests. The signal is aborted when the check's time is over. */
export type Machine = { readonly env: NodeJS.ProcessEnv; readonly root: string; readonly signal: AbortSignal };

/**
 * Looks at one thing that moodbox lives from. `fail` is for what the configuration needs and is not there, `warn` for what it
 * can do without. What a check throws counts as `fail`, with the error's words.
 */
export type Check = (config: Config, machine: Machine) => Promise<Finding>;

export const fine = (finding: string): Finding => ({ status: 'ok', finding });
export const warning = (finding: string, advice: string): Finding => ({ status: 'warn', finding, advice });
export const failing = (finding: string, advice: string): Finding => ({ status: 'fail', finding, advice });

const ignore = (): void => undefined;
/** For rooms that want to log: what they would say, the finding says. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => silentLog };
