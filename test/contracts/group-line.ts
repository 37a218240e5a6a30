import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GroupNews } from '../../src/domain/group.ts';
import { percent } from '../../src/domain/units.ts';
import type { GroupLine } from '../../src/group/port.ts';
import { plays, viewFrom } from '../group/made.ts';

/** The lines of two boxes of one group, `bar` and `door`. */
export type GroupLineSubject = AsyncDisposable & {
  readonly bar: GroupLine;
  readonly door: GroupLine;
  /** Ends the bar's connection without a word from it. */
  readonly loseBar: () => Promise<void>;
};

const SLOW = { timeout: 15_000, interval: 20 };

/** What every way to the other boxes promises. */
export const groupLineContract = (name: string, open: () => Promise<GroupLineSubject>) =>
  describe(`${name} keeps the GroupLine promise`, () => {
    let it_: GroupLineSubject;
    let atBar: GroupNews[];
    let atDoor: GroupNews[];
    beforeEach(async () => {
      [atBar, atDoor] = [[], []];
      it_ = await open();
      it_.bar.onNews((news) => atBar.push(news));
      it_.door.onNews((news) => atDoor.push(news));
    });
    afterEach(() => it_[Symbol.asyncDispose]());

    it('brings a view to the other box, and not back', async () => {
      const view = viewFrom('bar', { role: plays(2), mood: 'happy', yields: { to: 'door', term: 2 } });
      it_.bar.tell(view);
      await expect.poll(() => atDoor, SLOW).toEqual([{ kind: 'view', view }]);
      it_.door.tell(viewFrom('door'));
      await expect.poll(() => atBar, SLOW).toEqual([{ kind: 'view', view: viewFrom('door') }]);
      expect(atDoor).toHaveLength(1);
    });

    it('brings the newest of many views', async () => {
      for (let term = 1; term <= 50; term += 1) it_.bar.tell(viewFrom('bar', { role: plays(term) }));
      await expect.poll(() => atDoor.at(-1), SLOW).toEqual({ kind: 'view', view: viewFrom('bar', { role: plays(50) }) });
    });

    it('hands a command to the box that it is for', async () => {
      it_.door.pass({ type: 'volume', value: percent(35) }, 'bar');
      it_.door.pass({ type: 'override', mood: 'sad' }, 'bar');
      await expect
        .poll(() => atBar, SLOW)
        .toEqual([
          { kind: 'command', command: { type: 'volume', value: percent(35) } },
          { kind: 'command', command: { type: 'override', mood: 'sad' } },
        ]);
      expect(atDoor).toEqual([]);
    });

    it('asks the box that plays to hand the music over', async () => {
      it_.door.askToHandOver('door', 'bar');
      await expect.poll(() => atBar, SLOW).toEqual([{ kind: 'hand-over', to: 'door' }]);
      expect(atDoor).toEqual([]);
    });

    it('says that a box is gone which the broker has lost', async () => {
      await it_.loseBar();
      await expect.poll(() => atDoor, SLOW).toEqual([{ kind: 'gone', id: 'bar' }]);
    });

    it('tells nobody who no longer listens', async () => {
      const heard: GroupNews[] = [];
      const leave = it_.door.onNews((news) => heard.push(news));
      leave();
      it_.bar.tell(viewFrom('bar'));
      await expect.poll(() => atDoor.length, SLOW).toBe(1);
      expect(heard).toEqual([]);
    });
  });
