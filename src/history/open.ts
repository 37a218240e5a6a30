import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { HistoryConfig } from '../config/schema.ts';
import type { Moment } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import { FileDiary } from './diary/diary.ts';
import { NoHistory } from './none.ts';
import type { Diary, History } from './port.ts';
import type { HistoryParts } from './sqlite.ts';
import { SqliteHistory } from './sqlite.ts';

/** The history's file in the state folder. */
export const historyFile = (stateDir: string): string => join(stateDir, 'history.db');

/** Opens the history that the configuration asks for. */
export function openHistory(
  config: Pick<HistoryConfig, 'enabled' | 'keep_days'>,
  stateDir: string,
  world: Omit<HistoryParts, 'file' | 'keep'>,
): History {
  if (!config.enabled) return new NoHistory();
  return SqliteHistory.open({ ...world, file: historyFile(stateDir), keep: ms(config.keep_days * 86_400_000) });
}

/** Opens what the page and its exports read of the past. */
export const openDiary = (config: HistoryConfig, stateDir: string, today: () => Moment): Diary =>
  new FileDiary({
    ...{ file: historyFile(stateDir), stateDir, today },
    epsilon: config.private_statistics ? config.epsilon : 0,
    dice: (below) => randomInt(below),
  });
