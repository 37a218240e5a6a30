import type { Instant, Ms } from '../domain/units.ts';
import { instant, ms } from '../domain/units.ts';

/** How often a topic is sent: `burst` messages at once after a rest, then one in each `every`. */
export type MessagePace = { readonly every: Ms; readonly burst: number };

/** One message in each `every`, and the first one at once. */
export const onceIn = (every: Ms): MessagePace => ({ every, burst: 1 });

/** How long a topic has to wait. `restedAt`: when its whole burst is free again; undefined if it has never been sent. */
export const waitIn = ({ burst, every }: MessagePace, restedAt: Instant | undefined, now: Instant): Ms =>
  ms(restedAt === undefined ? 0 : Math.max(0, restedAt - (burst - 1) * every - now));

/** The new `restedAt`, after a message at `now`. A message that did not wait its turn costs no more than the whole burst. */
export const afterOne = ({ burst, every }: MessagePace, restedAt: Instant | undefined, now: Instant): Instant =>
  instant(Math.min(Math.max(restedAt ?? now, now) + every, now + burst * every));
