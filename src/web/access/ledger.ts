import { EventEmitter } from 'node:events';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { FixableError } from '../../shared/fixable-error.ts';
import type { Log } from '../../shared/log.ts';
import { newSetupCode } from './pins.ts';
import type { KeptAccess } from './store.ts';
import { readAccess, setAccessAside, versionOf, writeAccess } from './store.ts';

export type LedgerParts = { readonly file: string; readonly clock: Clock; readonly log: Log };

/** How often the file is looked at for a change from outside (`moodbox pin --reset`), at most. */
const LOOK_EVERY = ms(500);

/** The file of PINs and sessions in memory. Notices when another process replaces the file; its own changes go to disk one by one. */
export class Ledger {
  readonly #parts: LedgerParts;
  readonly #events = new EventEmitter<{ change: [] }>().setMaxListeners(0);
  #kept: KeptAccess;
  #version: string | undefined;
  #lookedAt: Instant;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(parts: LedgerParts, kept: KeptAccess) {
    this.#parts = parts;
    this.#kept = kept;
    this.#version = versionOf(parts.file);
    this.#lookedAt = parts.clock.now();
  }

  /** Reads the file. Where there is no PIN yet, makes a setup code. Throws `FixableError` if the file cannot be read. */
  static async open(parts: LedgerParts): Promise<Ledger> {
    const kept = read(parts) ?? { sessions: [] };
    const ledger = new Ledger(parts, kept);
    if (kept.owner || kept.setup !== undefined) return ledger;
    const coded = { ...kept, setup: newSetupCode() };
    await ledger.change(() => coded).catch(() => ledger.#holds(coded));
    return ledger;
  }

  get kept(): KeptAccess {
    if (elapsed(this.#lookedAt, this.#parts.clock.now()) >= LOOK_EVERY) this.#look();
    return this.#kept;
  }

  /**
   * Carries out a step, after those before it, and writes the result. Rejects if it cannot be written; then nothing has changed, unless
   * `inMemory`: then the step holds until the process ends.
   */
  change(step: (kept: KeptAccess) => KeptAccess, inMemory = false): Promise<void> {
    const turn = this.#writing.then(() => this.#change(step, inMemory));
    this.#writing = turn.catch(() => undefined);
    return turn;
  }

  /** Calls `listener` after each change, from here or outside, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#events.on('change', listener);
    return () => void this.#events.off('change', listener);
  }

  async #change(step: (kept: KeptAccess) => KeptAccess, inMemory: boolean): Promise<void> {
    const { file, log } = this.#parts;
    this.#look(); // or a page that writes without end would write over a reset from outside
    const next = step(this.#kept);
    if (next === this.#kept) return;
    try {
      await writeAccess(file, next);
    } catch (err) {
      log.error({ err, file }, 'web.access_unwritable');
      if (!inMemory) throw err;
    }
    this.#kept = next;
    this.#version = versionOf(file);
    this.#events.emit('change');
  }

  #look(): void {
    this.#lookedAt = this.#parts.clock.now();
    if (versionOf(this.#parts.file) !== this.#version) this.#reread();
  }

  /** What cannot be read changes nothing: the PINs and sessions that are known go on to hold. */
  #reread(): void {
    const { file, log } = this.#parts;
    this.#version = versionOf(file);
    try {
      const kept = read(this.#parts);
      if (kept) this.#kept = kept;
      else this.#beginAnew();
    } catch (err) {
      log.error({ err, file }, 'web.access_unreadable');
      return;
    }
    this.#events.emit('change');
  }

  /** Without the file nobody has a PIN any more: only somebody who may write to the state folder can have removed or damaged it. */
  #beginAnew(): void {
    const coded = { sessions: [], setup: newSetupCode() };
    this.#version = undefined; // a damaged file has been moved aside
    this.#holds(coded);
    void this.change((kept) => (kept === coded ? { ...coded } : kept)).catch(() => undefined); // logged there
  }

  /** Takes what is not on disk. Its code can be read in the log alone. */
  #holds(coded: KeptAccess & { readonly setup: string }): void {
    this.#kept = coded;
    this.#parts.log.warn({ code: coded.setup, todo: 'open the page and set a PIN with this code' }, 'web.setup_code');
  }
}

/** A damaged file is set aside: without PINs the network gets nothing but the question for new ones. */
function read({ file, log }: LedgerParts): KeptAccess | undefined {
  try {
    const kept = readAccess(file);
    if (kept !== 'damaged') return kept;
    log.error({ file, kept: setAccessAside(file) }, 'web.access_damaged');
    return undefined;
  } catch (err) {
    throw new FixableError(`${file} cannot be read (${(err as NodeJS.ErrnoException).code}): let it belong to the user that runs moodbox`, {
      cause: err,
    });
  }
}
