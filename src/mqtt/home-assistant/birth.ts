import { LARGEST_PACKET } from '../connection.ts';
import type { Session } from '../session.ts';
import { allRetainedOn, RETAINED_TIMEOUT } from './retained.ts';

/** No topic of a box is longer than this, and no packet has more around its payload. */
const AROUND_PAYLOAD = 1024;

/**
 * Home Assistant has just started, and the broker gives it whatever is retained. Only what the broker has lost is sent again: a picture
 * that comes a second time is news to Home Assistant, with a date and a line in its logbook. If the broker keeps or tells nothing, all of
 * it is sent.
 */
export async function greet(session: Session): Promise<void> {
  const { ended, limits, outbox } = session;
  const topics = [...outbox.sent.keys()];
  const kept = limits.retain ? await allRetainedOn(session, topics, RETAINED_TIMEOUT).catch(() => NOTHING) : NOTHING;
  if (!ended.aborted) outbox.forget(lostAmong(outbox.sent, kept));
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/**
 * The topics that the broker does not keep as they were `sent`. A payload that is too large to be sent to us is believed to be there if
 * anything is.
 */
export function lostAmong(sent: ReadonlyMap<string, string>, kept: ReadonlyMap<string, string>): readonly string[] {
  const isBelieved = (payload: string): boolean => kept.size > 0 && Buffer.byteLength(payload) > LARGEST_PACKET - AROUND_PAYLOAD;
  return [...sent].flatMap(([topic, payload]) => (kept.get(topic) === payload || isBelieved(payload) ? [] : [topic]));
}
