import type { InferOutput } from 'valibot';
import { boolean, number, object, optional, string } from 'valibot';
import { BOX_SYSTEM } from '../../shared/box-system.ts';

/**
 * What is known of updates. `hours`: when the box does by itself what has to be done, such as 03:00-05:00; absent: never. `offer`: what
 * `update.url` has that is newer. `fetching`: how much of it is here, 0 to 1. `ready`: a file has been sent or brought, and waits for its
 * installation. `brought`: what it is, if it came from a stick. `trouble`: why looking or fetching did not work last.
 */
export const UPDATE = object({
  image: boolean(),
  system: optional(BOX_SYSTEM),
  hours: optional(string()),
  offer: optional(object({ version: string(), size: number() })),
  brought: optional(object({ version: string(), size: number() })),
  fetching: optional(number()),
  ready: optional(boolean()),
  trouble: optional(string()),
});
export type UpdateAnswer = InferOutput<typeof UPDATE>;

/** How much of an update has arrived, in bytes. */
export const RECEIVED = object({ received: number() });
export type ReceivedAnswer = InferOutput<typeof RECEIVED>;
