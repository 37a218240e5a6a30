import { join } from 'node:path';
import type { HistoryConfig } from '../config/schema.ts';
import { ms } from '../domain/units.ts';
import { NoHistory } from './none.ts';
import type { History } from './port.ts';
import type { HistoryParts } from './sqlite.ts';
import { SqliteHistory } from './sqlite.ts';

/** The history's file in the state folder. */
export const historyFile = (stateDir: string): string => join(stateDir, 'history.db');

/** Opens the history that the configuration asks for. */
export function openHistory(config: HistoryConfig, stateDir: string, world: Omit<HistoryParts, 'file' | 'keep'>): History {
  if (!config.enabled) return new NoHistory();
  return SqliteHistory.open({ ...world, file: historyFile(stateDir), keep: ms(config.keep_days * 86_400_000) });
}
