import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LinkedAbort, until } from '../shared/async/linked-abort.ts';
import type { AssistantArguments } from './connection.ts';
import type { AssistantLink } from './link.ts';
import type { OwnItems } from './own-items.ts';
import type { QueueItem } from './wire.ts';
import { queueItemsIn } from './wire.ts';

const OBEYED_WITHIN = ms(3_000);
/** How long an announcement is waited for before the programme is put there again. */
const AGAIN = ms(1_000);
const MOST_ITEMS = 200;
const NEVER = new AbortController().signal;

/** The queue of the player: what it is told, and whether it has done that. */
export class ProgrammeQueue {
  readonly #link: AssistantLink;
  readonly #own: OwnItems;
  readonly #clock: Clock;
  /** Calls that are about to change the queue: what is heard of it meanwhile says nothing. */
  #changing = 0;

  constructor(link: AssistantLink, own: OwnItems, clock: Clock) {
    this.#link = link;
    this.#own = own;
    this.#clock = clock;
  }

  get isChanging(): boolean {
    return this.#changing > 0;
  }

  /** Counts as a change until it is disposed. */
  change(): Disposable {
    this.#changing += 1;
    return {
      [Symbol.dispose]: () => {
        this.#changing -= 1;
      },
    };
  }

  /** True if the server has taken the command, which does not mean that anything has come of it. */
  async tell(command: string, args: AssistantArguments = {}): Promise<boolean> {
    const answer = await this.#link.ask(command, { queue_id: this.#id, ...args }, NEVER);
    return answer.ok;
  }

  /** Tells the queue something, and waits until it has done it, but not for long. */
  async until(command: string, isDone: (state: string) => boolean): Promise<void> {
    const link = this.#link;
    using limit = new LinkedAbort().abortAfter(OBEYED_WITHIN, this.#clock, () => new Error('not done'));
    using _ = this.change();
    if (!(await this.tell(command))) return;
    const obeyed = until(link.changes, () => (!link.isReady || isDone(link.queue?.state ?? 'idle') ? true : undefined), limit.signal);
    await obeyed.catch(() => undefined);
  }

  /**
   * Replaces what is in the queue by these songs, and waits until one of them is heard: its entry. Or why none is, for people. Rejects with
   * the signal's reason. While an announcement is heard, the server says that it has done so, and has not.
   */
  async put(songs: readonly string[], signal: AbortSignal): Promise<Result<QueueItem, string>> {
    const before = await this.#items(signal);
    if (!before.ok) return before;
    const old = new Set(before.value.map(({ queue_item_id }) => queue_item_id));
    for (;;) {
      const begun = await this.#link.ask('player_queues/play_media', { queue_id: this.#id, media: songs, option: 'replace' }, signal);
      signal.throwIfAborted();
      if (!begun.ok) return failed(begun.why.detail);
      const items = await this.#items(signal);
      if (!items.ok) return items;
      if (items.value.length > 0 && !items.value.some(({ queue_item_id }) => old.has(queue_item_id))) {
        this.#own.fill(items.value, songs, this.#link.queue?.shuffle_enabled ?? false);
        return this.#heard(signal);
      }
      await this.#clock.sleep(AGAIN, signal);
    }
  }

  async #heard(signal: AbortSignal): Promise<Result<QueueItem, string>> {
    const link = this.#link;
    const item = await until(
      link.changes,
      () => {
        if (!link.isReady) return 'gone' as const;
        const { current_item, state } = link.queue ?? {};
        const isOurs = this.#own.songOf(current_item) !== undefined && !link.isUsedElsewhere;
        return state === 'playing' && current_item && isOurs ? current_item : undefined;
      },
      signal,
    );
    return item === 'gone' ? failed(link.fault?.detail ?? 'it is gone') : done(item);
  }

  async #items(signal: AbortSignal): Promise<Result<readonly QueueItem[], string>> {
    const items = await this.#link.ask('player_queues/items', { queue_id: this.#id, limit: MOST_ITEMS, offset: 0 }, signal);
    signal.throwIfAborted();
    return items.ok ? done(queueItemsIn(items.value)) : failed(items.why.detail);
  }

  get #id(): string {
    return this.#link.player?.player_id ?? '';
  }
}
