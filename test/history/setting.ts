import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ms } from '../../src/domain/units.ts';
import { moment, ms } from '../../src/domain/units.ts';
import { SqliteArchive } from '../../src/history/archive.ts';
import { SqliteHistory } from '../../src/history/sqlite.ts';
import type { Bounds } from '../../src/history/store.ts';
import type { HistorySubject } from '../contracts/history.ts';
import { NOON } from '../contracts/history.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';

export const YEAR = ms(365 * 86_400_000);

export const historyFolder = (): string => mkdtempSync(join(tmpdir(), 'moodbox-history-'));

/** A history on a real file, whose clock and calendar a test moves together. */
export class Setting implements HistorySubject {
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly file: string;
  readonly #open: () => SqliteHistory;
  history: SqliteHistory;

  constructor(file = join(historyFolder(), 'history.db'), more: { readonly keep?: Ms; readonly bounds?: Bounds } = {}) {
    this.file = file;
    this.#open = () =>
      SqliteHistory.open({ file, keep: YEAR, clock: this.clock, today: () => moment(NOON + this.clock.now()), log: this.log, ...more });
    this.history = this.#open();
  }

  pass = (span: Ms): Promise<void> => this.clock.advance(span);

  archive = (): SqliteArchive => {
    const archive = SqliteArchive.open(this.file);
    if (!archive) throw new Error('nothing was written');
    return archive;
  };

  again = async (): Promise<void> => {
    await this.history[Symbol.asyncDispose]();
    this.history = this.#open();
  };

  [Symbol.asyncDispose] = (): Promise<void> => this.history[Symbol.asyncDispose]();
}
