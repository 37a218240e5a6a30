import { assertNever } from '../../domain/assert-never.ts';
import type { Command } from '../../domain/command.ts';
import type { TransportState } from '../../domain/group.ts';
import type { OtherHand } from '../../players/port.ts';

/**
 * What the box does when somebody else uses its player: it steps aside as if somebody had pressed Stop or Pause here, and comes back when
 * they have gone, unless people have wanted something else meanwhile.
 */
export class SteppingAside {
  readonly #will: () => TransportState;
  #isAside = false;

  constructor(will: () => TransportState) {
    this.#will = will;
  }

  /** The command that follows; undefined if there is none. */
  noticed(what: OtherHand): Command | undefined {
    const will = this.#will();
    switch (what) {
      case 'taken':
        if (will !== 'playing') return undefined;
        this.#isAside = true;
        return { type: 'stop' };
      case 'left':
        return this.#back(will === 'stopped');
      case 'paused':
        return will === 'playing' ? { type: 'pause' } : undefined;
      case 'resumed':
        return will === 'paused' ? { type: 'play' } : undefined;
      default:
        return assertNever(what);
    }
  }

  /** Somebody has said here what they want of the music. */
  commanded({ type }: Command): void {
    if (type === 'play' || type === 'pause' || type === 'stop' || type === 'override' || type === 'play_url') this.#isAside = false;
  }

  #back(isStopped: boolean): Command | undefined {
    const returns = this.#isAside && isStopped;
    this.#isAside = false;
    return returns ? { type: 'play' } : undefined;
  }
}
