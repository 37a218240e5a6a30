import type { IncomingMessage } from 'node:http';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Moment } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import { addressKey } from '../limits/address.ts';
import { tokensOf } from './cookies.ts';
import type { Denial } from './denial.ts';
import { BUSY, forbidden, heldUp, tooMany, UNWRITABLE, wrong } from './denial.ts';
import type { Device } from './device.ts';
import { Ledger } from './ledger.ts';
import type { PinRequest } from './pin-change.ts';
import { checkedPins, collides, hashed, samePins, withPins } from './pin-change.ts';
import { digitsOf, PinHasher, sameText } from './pins.ts';
import { screenToken } from './screen.ts';
import type { PageSession } from './sessions.ts';
import { alive, hashOfToken, idOf, newToken, withSession, withUse } from './sessions.ts';
import type { Caller, House } from './standing.ts';
import { callerOf, isGuestToken } from './standing.ts';
import type { KeptAccess } from './store.ts';
import { accessFile } from './store.ts';
import { Tries } from './tries.ts';
import type { Visitor } from './visitor.ts';
import { visitorOf } from './visitor.ts';

export type AccessParts = {
  readonly stateDir: string;
  readonly house: House;
  readonly isProxy: (address: string) => boolean;
  readonly clock: Clock;
  readonly today: () => Moment;
  readonly log: Log;
  /** The page's process has ended and been started again. */
  readonly again?: boolean | undefined;
};

type Question = Pick<IncomingMessage, 'headers' | 'httpVersion' | 'socket'>;

/** Somebody has been let in: the token for the cookie. */
export type Entry = { readonly token: string; readonly level: PageSession['level'] };

/** Who may come in. Holds the tries of each address; everything else is in the ledger. */
export class Access {
  readonly #parts: AccessParts;
  readonly #ledger: Ledger;
  readonly #hasher = new PinHasher();
  readonly #tries: Tries;
  readonly #visitors = new WeakMap<Question, Visitor>();
  #screen: string | undefined;

  private constructor(parts: AccessParts, ledger: Ledger) {
    this.#parts = parts;
    this.#ledger = ledger;
    this.#tries = new Tries(parts.clock, parts.again);
    this.#screen = screenToken(parts.stateDir);
    let { setup } = ledger.kept;
    ledger.onChange(() => {
      const now = ledger.kept.setup;
      if (now !== undefined && now !== setup) this.#tries.forget(); // a reset, which only somebody at the box can do
      setup = now;
    });
  }

  /** Throws `FixableError` if the file with the PINs cannot be read. */
  static async open(parts: AccessParts): Promise<Access> {
    return new Access(parts, await Ledger.open({ ...parts, file: accessFile(parts.stateDir) }));
  }

  /** What is kept at this moment. */
  get kept(): KeptAccess {
    return this.#ledger.kept;
  }

  /** The code that allows to set the first PIN; undefined once there is one. */
  get setupCode(): string | undefined {
    const { owner, setup } = this.kept;
    return owner ? undefined : setup;
  }

  /** Calls `listener` whenever what somebody may do may have changed, until the returned function is called. */
  onChange(listener: () => void): () => void {
    return this.#ledger.onChange(listener);
  }

  /** Where this request comes from. Told once: the limits, the guards and the routes all ask for it. */
  visitorOf(req: Question): Visitor {
    const known = this.#visitors.get(req);
    if (known) return known;
    const { headers, httpVersion, socket } = req;
    const asked = { headers, httpVersion, peer: socket.remoteAddress ?? '', encrypted: 'encrypted' in socket };
    const visitor = visitorOf(asked, this.#parts.isProxy);
    this.#visitors.set(req, visitor);
    return visitor;
  }

  /** Who has sent this request, and what that person may do. */
  callerOf(req: Question): Caller {
    const { house, today } = this.#parts;
    const visitor = this.visitorOf(req);
    return callerOf(visitor, tokensOf(req.headers.cookie, visitor.secure), { ...this.kept, screen: this.#screen }, house, today());
  }

  /** Checks a PIN, and begins a session of the level that it belongs to. */
  async logIn(pin: string, caller: Caller, device?: Device): Promise<Result<Entry, Denial>> {
    const { owner, household } = this.kept;
    if (!owner) return failed({ status: 409, why: refusal('no_pin') });
    const level = await this.#tried('pin', caller, async () => {
      // Both are always checked, so that the time says nothing.
      const [isOwner, isHousehold] = [await this.#hasher.matches(pin, owner), await this.#hasher.matches(pin, household)];
      // One of an earlier version may differ from the other in its capitals alone: then what it opens is the lesser of the two.
      return isHousehold ? 'household' : isOwner ? 'owner' : undefined;
    });
    if (!level.ok) return level;
    const before = { owner, household }[level.value]?.hash;
    // A full disk keeps nobody out; who comes in then logs in again after a restart.
    return this.#enter(level.value, caller, (kept) => (kept[level.value]?.hash === before ? kept : undefined), { device, inMemory: true });
  }

  /** Sets the first PINs, or changes them. Whoever does it is an owner from then on. */
  async setPins(
    asked: PinRequest & { readonly code?: string | undefined; readonly current?: string | undefined },
    caller: Caller,
    device?: Device,
  ): Promise<Result<Entry, Denial>> {
    const pins = checkedPins(asked);
    if (!pins.ok) return failed(wrong(pins.why));
    const before = this.kept;
    const { owner } = before;
    if (!owner && pins.value.owner === undefined) return failed(wrong(refusal('pin_missing', { whose: 'owner' })));
    const allowed = owner ? await this.#provedOwner(asked.current, caller) : await this.#provedSetup(asked.code, caller);
    if (!allowed.ok) return allowed;
    if (await collides(pins.value, this.kept, this.#hasher)) return failed(wrong(refusal('pins_same')));
    const made = await hashed(pins.value, this.#hasher);
    const entry = await this.#enter('owner', caller, (kept) => (samePins(kept, before) ? withPins(kept, made) : undefined), { device });
    if (entry.ok) this.#parts.log.info({ address: caller.address, first: !owner }, 'web.pins_set');
    return entry;
  }

  /** Ends the caller's session, or every session of the box. */
  async logOut({ session }: Caller, everywhere: boolean): Promise<Result<undefined, Denial>> {
    return this.#change((kept) => ({ ...kept, sessions: everywhere ? [] : kept.sessions.filter(({ hash }) => hash !== session?.hash) }));
  }

  /** The devices that are logged in, the one that was used last first. */
  get sessions(): readonly PageSession[] {
    return alive(this.kept.sessions, this.#parts.today()).toSorted((a, b) => b.used - a.used || b.began - a.began);
  }

  /** Logs one device out, by the id of its session. One that is not there has been logged out already. */
  async logOutDevice(id: string): Promise<Result<undefined, Denial>> {
    return this.#change((kept) => ({ ...kept, sessions: kept.sessions.filter((each) => idOf(each) !== id) }));
  }

  /** Notes that a session is in use. Returns true if its cookie should be sent again, which is about once a day. */
  async use({ session }: Caller): Promise<boolean> {
    if (!session) return false;
    const now = this.#parts.today();
    if (withUse([session], session, now)[0] === session) return false;
    return (await this.#change((kept) => ({ ...kept, sessions: withUse(kept.sessions, session, now) }))).ok;
  }

  isGuestToken(token: string): boolean {
    return this.kept.owner !== undefined && this.#parts.house.guests === 'link' && isGuestToken(token, this.kept.guest);
  }

  /** Whether this comes from the browser on the box's own screen. Its token may have been made since the page was opened. */
  isScreenToken(token: string, { local }: Visitor): boolean {
    if (!isGuestToken(token, this.#screen)) this.#screen = screenToken(this.#parts.stateDir);
    return local && isGuestToken(token, this.#screen);
  }

  /** Makes a new guest link; with the old one goes everybody who came by it. */
  async newGuestLink(): Promise<Result<undefined, Denial>> {
    return this.#change((kept) => ({ ...kept, guest: newToken() }));
  }

  async withdrawGuestLink(): Promise<Result<undefined, Denial>> {
    return this.#change(({ guest: _withdrawn, ...kept }) => kept);
  }

  async #provedOwner(current: string | undefined, caller: Caller): Promise<Result<unknown, Denial>> {
    if (caller.standing !== 'owner') return failed(forbidden(refusal('owners_change_pins')));
    const { owner } = this.kept;
    if (!current) return failed(wrong(refusal('current_pin_missing')));
    return this.#tried('current_pin', caller, async () => ((await this.#hasher.matches(current, owner)) ? 'owner' : undefined));
  }

  async #provedSetup(code: string | undefined, caller: Caller): Promise<Result<unknown, Denial>> {
    if (caller.standing === 'owner') return done(undefined);
    const { setup } = this.kept;
    return this.#tried('setup_code', caller, async () =>
      setup !== undefined && sameText(hashOfToken(digitsOf(code ?? '')), hashOfToken(setup)) ? 'owner' : undefined,
    );
  }

  /** Runs a check of a secret within the limit of tries. */
  async #tried<T extends PageSession['level']>(
    secret: 'pin' | 'current_pin' | 'setup_code',
    { address, local }: Caller,
    check: () => Promise<T | undefined>,
  ): Promise<Result<T, Denial>> {
    if (!this.#hasher.isFree) return failed(BUSY);
    const network = addressKey(address);
    const wait = this.#tries.begin(network, local);
    if (wait !== undefined) return failed(this.#tries.ownWait(network) > 0 ? tooMany(wait) : heldUp(wait));
    const right = await check();
    if (right !== undefined) {
      this.#tries.succeeded(network, right === 'owner');
      return done(right);
    }
    this.#parts.log.warn({ address, tries: this.#tries.count(network) }, 'web.pin_wrong');
    return failed(forbidden(refusal('secret_wrong', { secret })));
  }

  /** Begins a session after `step`, in one write. A step without a result: somebody else has changed the PINs meanwhile. */
  async #enter(
    level: PageSession['level'],
    caller: Caller,
    step: (kept: KeptAccess) => KeptAccess | undefined,
    { device, inMemory = false }: { readonly device: Device | undefined; readonly inMemory?: boolean },
  ): Promise<Result<Entry, Denial>> {
    const token = newToken();
    const now = this.#parts.today();
    let late = false;
    const written = await this.#change((kept) => {
      const next = step(kept);
      late = next === undefined;
      if (!next) return kept;
      const others = next.sessions.filter(({ hash }) => hash !== caller.session?.hash);
      return { ...next, sessions: withSession(others, token, level, now, device) };
    }, inMemory);
    if (!written.ok) return written;
    if (late) return failed({ status: 409, why: refusal('pins_changed') });
    this.#parts.log.info({ address: caller.address, level }, 'web.logged_in');
    return done({ token, level });
  }

  async #change(step: (kept: KeptAccess) => KeptAccess, inMemory = false): Promise<Result<undefined, Denial>> {
    try {
      await this.#ledger.change(step, inMemory);
      return done(undefined);
    } catch (err) {
      if ((err as NodeJS.ErrnoException).code === undefined) throw err;
      return failed(UNWRITABLE); // the ledger has logged why
    }
  }
}
