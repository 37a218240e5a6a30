import type { Report } from '../../domain/report.ts';
import type { Tally } from '../../domain/tally.ts';
import { NOTHING_COUNTED, tallyAfter } from '../../domain/tally.ts';
import type { Status } from '../report/status.ts';

/** Counts what the reports tell, from now on. */
export class TallyKeeper {
  tally: Tally = NOTHING_COUNTED;
  #before: Report | undefined;

  constructor(status: Pick<Status, 'onReport'>) {
    status.onReport((report) => {
      this.tally = tallyAfter(this.tally, this.#before, report);
      this.#before = report;
    });
  }
}
