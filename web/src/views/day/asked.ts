import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { EndpointRoute } from '../../../../src/web/api/endpoints.ts';
import type { AnswerTo } from '../../box/ask.ts';
import { ask } from '../../box/ask.ts';

/** What the box has been asked. `value`: its newest answer; `problem`: why there is none, in a sentence. */
export type Asked<T> = { readonly value: T | undefined; readonly problem: string; readonly again: () => void };

/** Milliseconds. A year of history takes a small board some seconds. */
const LIMIT = 20_000;

/**
 * Asks the box when the view appears, and again when the input or `stamp` changes. The last answer stays in sight meanwhile, and an answer
 * that comes too late for its question is dropped.
 */
export function useAsked<R extends EndpointRoute>(
  route: R,
  input: Parameters<typeof ask<R>>[1],
  stamp: unknown = undefined,
): Asked<AnswerTo<R>> {
  const state = useSignal<{ readonly value?: AnswerTo<R>; readonly problem: string }>({ problem: '' });
  const turn = useSignal(0);
  const question = `${route} ${JSON.stringify(input)} ${stamp} ${turn.value}`;
  useEffect(() => {
    let over = false;
    void ask(route, input, LIMIT).then(({ problem, body }) => {
      if (over) return;
      state.value = problem === '' ? { value: body, problem: '' } : { ...state.peek(), problem };
    });
    return () => {
      over = true;
    };
  }, [question]);
  const again = (): void => {
    turn.value += 1;
  };
  return { value: state.value.value, problem: state.value.problem, again };
}
