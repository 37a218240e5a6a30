import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { call } from './call.ts';

/** What the box answered last, a sentence about what went wrong since, and a way to ask again. */
export type Asked<T> = {
  readonly answer: T | undefined;
  readonly problem: string;
  readonly again: () => Promise<void>;
  /** Shows this instead, such as an answer that already holds the change. */
  readonly take: (answer: T) => void;
};

/**
 * Asks the box for something, and again whenever `path` or one of `changes` changes. The answer before stays in sight meanwhile; an answer that
 * comes too late is dropped.
 */
export function useAsked<T>(path: string, ...changes: readonly unknown[]): Asked<T> {
  const state = useSignal<{ readonly answer?: T; readonly problem: string }>({ problem: '' });
  const turn = useRef(0);
  const again = async (): Promise<void> => {
    turn.current += 1;
    const mine = turn.current;
    const { body, problem } = await call<T>('GET', path);
    if (mine === turn.current) state.value = problem === '' ? { answer: body, problem } : { ...state.peek(), problem };
  };
  const take = (answer: T): void => {
    turn.current += 1;
    state.value = { answer, problem: '' };
  };
  useEffect(() => {
    void again();
    return () => {
      turn.current += 1;
    };
  }, [path, ...changes]);
  return { answer: state.value.answer, problem: state.value.problem, again, take };
}
