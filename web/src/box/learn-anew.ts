import { learnRights } from './rights.ts';

/**
 * Asks who this visitor is after a log-in or a log-out. A question that is under way already may carry the session of before and be answered
 * as a stranger's, who is then sent back to the door; so its answer is waited for, and another question asked.
 */
export async function learnAnew(): Promise<string> {
  await learnRights();
  return learnRights();
}
