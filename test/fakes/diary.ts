import { dirname } from 'node:path';
import type { PlanDecision } from '../../src/daemon/process/plan-store.ts';
import { moment } from '../../src/domain/units.ts';
import { FileDiary } from '../../src/history/diary/diary.ts';
import { seeded } from '../../src/shared/random.ts';

/** The real diary on a history's file, which may be missing, with dice that always fall the same way. */
export function diaryOn(file: string, { now = () => Date.now(), epsilon = 0, seed = 1 } = {}): FileDiary {
  const random = seeded(seed);
  return new FileDiary({
    ...{ file, stateDir: dirname(file), epsilon },
    today: () => moment(now()),
    dice: (below) => Math.floor(random() * below),
  });
}

/** A decision about the plan of the day, in memory. */
export class FakePlanStore {
  decision: PlanDecision = { state: 'undecided' };

  decide(decision: PlanDecision): void {
    this.decision = decision;
  }
}
