import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';

/**
 * A PIN as it is kept: never itself, only what scrypt makes of it. Salt and hash in base64. `loose`: capitals and spaces make no
 * difference; absent in those of earlier versions, which have to be typed exactly.
 */
export type KeptPin = { readonly salt: string; readonly hash: string; readonly cost: number; readonly loose?: boolean | undefined };

/** scrypt's N: 16 MB and about 100 ms on a Raspberry Pi 4. */
export const COST = 2 ** 14;
const BYTES = 32;
/** Characters. */
const SHORTEST = 4;
const LONGEST = 64;

/** How many checks may wait for the one that is running. */
const MOST_WAITING = 8;

/** A PIN without what a phone's keyboard adds by itself: a capital at the start, a space at the end or between two groups. */
const loosely = (pin: string): string => pin.normalize('NFKC').toLowerCase().replace(/\s/gu, '');
const exactly = (pin: string): string => pin.normalize('NFC').trim();

/** A PIN that somebody wants to set, as it is compared later. The failure is for that person. */
export function checkedPin(value: unknown, whose: 'owner' | 'household'): Result<string, Refusal> {
  if (typeof value !== 'string') return failed(refusal('pin_missing', { whose }));
  const pin = loosely(value);
  if (pin.length < SHORTEST || pin.length > LONGEST) return failed(refusal('pin_length', { whose, least: SHORTEST, most: LONGEST }));
  if (/^(.)\1*$/u.test(pin) || '01234567890'.includes(pin) || '9876543210'.includes(pin))
    return failed(refusal('pin_easy', { whose, pin }));
  return done(pin);
}

/** Eight random digits that allow to set the first PIN. */
export const newSetupCode = (): string => String(randomInt(100_000_000)).padStart(8, '0');

/** The digits of a code that a person typed, with or without spaces and dashes. */
export const digitsOf = (code: string): string => code.replace(/[\s-]/g, '');

/** Whether two texts are equal, in a time that depends on neither. Both are hashed by the caller or of a fixed length. */
export function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Hashes one PIN at a time, so that a flood of tries costs no more than one core and 16 MB. */
export class PinHasher {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** False if so many checks are waiting that another would have to wait for seconds. */
  get isFree(): boolean {
    return this.#waiting < MOST_WAITING;
  }

  async keep(pin: string): Promise<KeptPin> {
    const salt = randomBytes(16);
    const hash = await this.#inTurn(() => hashOf(loosely(pin), salt, COST));
    return { salt: salt.toString('base64'), hash: hash.toString('base64'), cost: COST, loose: true };
  }

  /** Whether this is the PIN. Takes the same time where none is kept. */
  async matches(pin: string, kept: KeptPin | undefined): Promise<boolean> {
    const { salt, hash, cost, loose } = kept ?? NO_PIN;
    const made = await this.#inTurn(() => hashOf(loose ? loosely(pin) : exactly(pin), Buffer.from(salt, 'base64'), cost));
    const same = timingSafeEqual(made, padded(Buffer.from(hash, 'base64')));
    return kept !== undefined && same;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }
}

const NO_PIN: KeptPin = { salt: '', hash: '', cost: COST };
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(BYTES)]).subarray(0, BYTES);

const hashOf = (pin: string, salt: Buffer, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin.slice(0, LONGEST), salt, BYTES, { N: cost, r: 8, p: 1 }, (err, hash) => (err ? reject(err) : resolve(hash)));
  });
