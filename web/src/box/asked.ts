import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { EndpointRoute } from '../../../src/web/api/endpoints.ts';
import type { AnswerTo } from './ask.ts';
import { ask } from './ask.ts';

type Input<R extends EndpointRoute> = Parameters<typeof ask<R>>[1];

/** What the box answered last, a sentence about what went wrong since, and a way to ask again. */
export type Asked<T> = {
  readonly answer: T | undefined;
  readonly problem: string;
  readonly again: () => Promise<void>;
  /** Shows this instead, such as an answer that already holds a change. */
  readonly take: (answer: T) => void;
};

/**
 * Asks the box for something, and again whenever the input or one of `changes` changes. The answer before stays in sight meanwhile; an
 * answer that comes too late is dropped.
 */
export const useAsked = <R extends `GET ${string}` & EndpointRoute>(
  route: R,
  input: Input<R>,
  ...changes: readonly unknown[]
): Asked<AnswerTo<R>> => useAskedWithin(undefined, route, input, ...changes);

/** The same with a limit of its own, in milliseconds, for what takes the box longer. */
export function useAskedWithin<R extends `GET ${string}` & EndpointRoute>(
  limit: number | undefined,
  route: R,
  input: Input<R>,
  ...changes: readonly unknown[]
): Asked<AnswerTo<R>> {
  const state = useSignal<{ readonly answer?: AnswerTo<R>; readonly problem: string }>({ problem: '' });
  const turn = useRef(0);
  const again = async (): Promise<void> => {
    turn.current += 1;
    const mine = turn.current;
    const { body, problem } = await ask(route, input, limit);
    if (mine === turn.current) state.value = problem === '' ? { answer: body, problem } : { ...state.peek(), problem };
  };
  const take = (answer: AnswerTo<R>): void => {
    turn.current += 1;
    state.value = { answer, problem: '' };
  };
  useEffect(() => {
    void again();
    return () => {
      turn.current += 1;
    };
  }, [route, JSON.stringify(input), ...changes]);
  return { answer: state.value.answer, problem: state.value.problem, again, take };
}
