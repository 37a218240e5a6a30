import { moment } from '../../domain/units.ts';
import type { LastTry } from '../../domain/update.ts';
import { SLOTS, TRY_OUTCOMES } from '../../domain/update.ts';

/**
 * The record that `moodbox-update/try` keeps of the newest try, in lines of a word and a value: a shell can write that. Undefined if
 * it cannot be read.
 */
export function tryIn(text: string): LastTry | undefined {
  const of = (word: string): string => new RegExp(`^${word} (.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  const [slot, outcome] = [SLOTS.find((each) => each === of('slot')), TRY_OUTCOMES.find((each) => each === of('outcome'))];
  const at = Number(of('at'));
  if (slot === undefined || outcome === undefined || !Number.isFinite(at)) return undefined;
  const why = of('why');
  return { slot, outcome, at: moment(at * 1000), ...(why !== '' && { why }) };
}
