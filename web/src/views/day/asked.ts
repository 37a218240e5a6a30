import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../../box/call.ts';

/** What the box has been asked. `value`: its newest answer; `problem`: why there is none, in a sentence. */
export type Asked<T> = { readonly value: T | undefined; readonly problem: string; readonly again: () => void };

/** Milliseconds. A year of history takes a small board some seconds. */
const LIMIT = 20_000;

/**
 * Asks the box when the view appears, and again when the path or `stamp` changes. The last answer stays in sight meanwhile, and an answer
 * that comes too late for its question is dropped.
 */
export function useAsked<T>(path: string, stamp: unknown = undefined): Asked<T> {
  const state = useSignal<{ readonly path?: string; readonly value?: T; readonly problem: string }>({ problem: '' });
  const turn = useSignal(0);
  const count = turn.value;
  useEffect(() => {
    let over = false;
    void call<T>('GET', path, undefined, LIMIT).then(({ problem, body }) => {
      if (over) return;
      state.value = problem === '' ? { path, value: body, problem: '' } : { ...state.peek(), problem };
    });
    return () => {
      over = true;
    };
  }, [path, stamp, count, state]);
  const again = (): void => {
    turn.value += 1;
  };
  return { value: state.value.value, problem: state.value.problem, again };
}
