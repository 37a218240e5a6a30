import { HUNG_UP } from '../errors.ts';

/** What we ask of a broker when we sign in. The will is what it may refuse. */
export type Terms = {
  readonly version: 4 | 5;
  readonly will: { readonly qos: 0 | 1; readonly retain: boolean };
  /** Seconds. */
  readonly keepalive: number;
};

/** MQTT 5, 3.2.2.2. */
const QOS_NOT_SUPPORTED = 0x9b;
const RETAIN_NOT_SUPPORTED = 0x9a;
/** "Unacceptable protocol version" of MQTT 3.1.1 (3.2.2.3), "Unsupported Protocol Version" of MQTT 5 (3.2.2.2). */
const VERSION_REFUSED: readonly number[] = [0x01, 0x84, HUNG_UP];
/** "Identifier rejected" of MQTT 3.1.1: also what mosquitto answers to a keep-alive that is too long for it. */
const ID_REJECTED = 0x02;
/** Seconds. */
const SHORT_KEEPALIVE = 10;

/** The wills to offer in turn to a 3.1.1 broker, which hangs up on one that it does not allow and says nothing. */
const WILLS = [
  { qos: 1, retain: true },
  { qos: 1, retain: false },
  { qos: 0, retain: true },
  { qos: 0, retain: false },
] as const;

/** What to ask for next after the broker refused `terms` with `code`. Undefined if asking for less would not help. */
export function nextTerms(terms: Terms, code: number | undefined): Terms | undefined {
  const { version, will, keepalive } = terms;
  if (code === QOS_NOT_SUPPORTED) return will.qos > 0 ? { ...terms, will: { ...will, qos: 0 } } : undefined;
  if (code === RETAIN_NOT_SUPPORTED) return will.retain ? { ...terms, will: { ...will, retain: false } } : undefined;
  if (version === 5) return VERSION_REFUSED.includes(code ?? 0) ? { ...terms, version: 4 } : undefined;
  if (code === ID_REJECTED && keepalive > SHORT_KEEPALIVE) return { ...terms, keepalive: SHORT_KEEPALIVE };
  const next = code === HUNG_UP ? WILLS[1 + WILLS.findIndex(({ qos, retain }) => qos === will.qos && retain === will.retain)] : undefined;
  return next && { ...terms, will: next };
}
