import { learnRights } from './rights.ts';

/**
 * Asks who this visitor is after a log-in or a log-out. A question that is under way already may carry the session of before. Its answer is
 * then a stranger's, who is sent back to the door. So that answer is waited for, and another question asked.
 */
export async function learnAnew(): Promise<string> {
  await learnRights();
  return learnRights();
}
