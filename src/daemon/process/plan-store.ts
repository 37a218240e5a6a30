import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { InferOutput } from 'valibot';
import { array, fallback, length, nullable, object, optional, picklist, pipe } from 'valibot';
import { EMOTIONS } from '../../domain/emotion.ts';
import { HOURS_A_DAY } from '../../domain/plan.ts';
import { JsonFile, readKept } from '../../shared/json-file.ts';
import type { Log } from '../../shared/log.ts';

const FILE = 'plan.json';
const HOURS = pipe(array(nullable(picklist(EMOTIONS))), length(HOURS_A_DAY));
const KEPT = object({
  state: fallback(picklist(['undecided', 'used', 'refused']), 'undecided'),
  plan: fallback(optional(object({ workday: HOURS, weekend: HOURS })), undefined),
});

/**
 * What people have decided about the plan of the day. `plan` is the one that they agreed to last; it is followed while `state` is `used`.
 */
export type PlanDecision = Readonly<InferOutput<typeof KEPT>>;

/** Keeps the decision about the plan of the day over a restart, in one small file of the state folder. */
export class PlanStore implements AsyncDisposable {
  #decision: PlanDecision;
  readonly #kept: JsonFile<PlanDecision>;

  private constructor(file: string, decision: PlanDecision, log: Log) {
    this.#decision = decision;
    this.#kept = new JsonFile(file, log);
  }

  /** Reads what was kept. Without a file, or if it is broken, nobody has decided yet. */
  static open(dir: string, log: Log): PlanStore {
    mkdirSync(dir, { recursive: true, mode: 0o750 });
    return new PlanStore(join(dir, FILE), readPlan(dir, log), log);
  }

  get decision(): PlanDecision {
    return this.#decision;
  }

  /** In force at once, and soon on disk. */
  decide(decision: PlanDecision): void {
    this.#decision = decision;
    this.#kept.keep(decision);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kept[Symbol.asyncDispose]();
  }
}

/** The decision as it was kept in a state folder, also while the daemon runs. */
export function readPlan(dir: string, log: Log): PlanDecision {
  const kept = readKept(join(dir, FILE), KEPT, { log, event: 'plan.broken' });
  return !kept.ok || (kept.value.state === 'used' && !kept.value.plan) ? { state: 'undecided' } : kept.value;
}
