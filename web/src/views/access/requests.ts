import { signal } from '@preact/signals';
import type { Called } from '../../box/call.ts';
import { call } from '../../box/call.ts';
import { learnAnew } from '../../box/learn-anew.ts';

/** What went wrong with the last request of this view, and what the last one has done. */
export const problem = signal('');
export const done = signal('');

/** Carries out one request, then learns what has changed, and tells it. */
export async function act<T>(method: 'POST' | 'DELETE', path: string, body: unknown, said: string): Promise<Called<T>> {
  const answer = await call<T>(method, path, body);
  const asked = await learnAnew();
  problem.value = answer.problem || asked;
  done.value = answer.problem === '' ? said : '';
  return answer;
}
