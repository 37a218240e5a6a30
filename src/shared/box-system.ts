import { array, boolean, maxValue, minValue, number, object, optional, picklist, pipe, string } from 'valibot';
import { SLOT_STATES, SLOTS, TRY_OUTCOMES } from '../domain/update.ts';

const SLOT = picklist(SLOTS);

/** What root tells of the slots. Times in ms since 1970. */
export const BOX_SYSTEM = object({
  ...{ running: SLOT, next: SLOT, takesUpdates: boolean() },
  slots: array(
    object({ name: SLOT, state: picklist(SLOT_STATES), version: optional(string()), left: optional(number()), used: optional(number()) }),
  ),
  percent: optional(pipe(number(), minValue(0), maxValue(100))),
  lastInstall: optional(object({ at: number(), ok: boolean(), version: optional(string()), why: optional(string()) })),
  lastTry: optional(object({ slot: SLOT, at: number(), outcome: picklist(TRY_OUTCOMES), why: optional(string()) })),
});
