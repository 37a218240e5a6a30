import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import type { Mood } from '../../src/domain/emotion.ts';
import type { BrokerState, MoodChange } from '../../src/domain/report.ts';
import { percent, share } from '../../src/domain/units.ts';
import type { Publisher } from '../../src/mqtt/port.ts';
import { happyReport } from '../fakes/box.ts';

/** A publisher, and the world on the other side of its broker. */
export type PublisherSubject = AsyncDisposable & {
  readonly publisher: Publisher;
  /** The mood that the world knows, and the changes that it heard of. */
  readonly mood: () => Mood | undefined;
  readonly changes: () => readonly MoodChange[];
  /** The picture that the world sees. */
  readonly picture: () => Uint8Array | undefined;
  readonly say: (command: Command) => Promise<void>;
  /** Takes the broker away, and brings it back. */
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
};

const SLOW = { timeout: 15_000, interval: 20 };
const change: MoodChange = { from: 'sad', to: 'happy', confidence: share(0.82) };

/** What every publisher promises. `open` makes one whose broker is there. */
export const publisherContract = (name: string, open: () => Promise<PublisherSubject>) =>
  describe(`${name} keeps the Publisher promise`, () => {
    let it_: PublisherSubject;
    const connected = () => expect.poll(() => it_.publisher.state.kind, SLOW).toBe('connected');
    beforeEach(async () => {
      it_ = await open();
      await connected();
    });
    afterEach(() => it_[Symbol.asyncDispose]());

    it('tells the world the newest report', async () => {
      for (const mood of ['sad', 'angry', 'fear', 'surprise'] as const) it_.publisher.publish({ ...happyReport, mood });
      await expect.poll(it_.mood, SLOW).toBe('surprise');
    });

    it('shows the newest picture', async () => {
      it_.publisher.publish(happyReport);
      it_.publisher.illustrate(Uint8Array.of(0xff, 0xd8, 1));
      it_.publisher.illustrate(Uint8Array.of(0xff, 0xd8, 2));
      await expect.poll(it_.picture, SLOW).toEqual(Uint8Array.of(0xff, 0xd8, 2));
    });

    it('tells of a change of mood once', async () => {
      it_.publisher.publish(happyReport);
      it_.publisher.announce(change);
      await expect.poll(it_.changes, SLOW).toEqual([change]);
      it_.publisher.publish({ ...happyReport, mood: 'sad' });
      await expect.poll(it_.mood, SLOW).toBe('sad');
      expect(it_.changes()).toEqual([change]);
    });

    it('hands commands to every listener that still listens', async () => {
      const first: Command[] = [];
      const second: Command[] = [];
      const leave = it_.publisher.onCommand((command) => first.push(command));
      it_.publisher.onCommand((command) => second.push(command));
      const volume: Command = { type: 'volume', value: percent(40) };
      await it_.say(volume);
      await expect.poll(() => second, SLOW).toEqual([volume]);
      expect(first).toEqual([volume]);
      leave();
      await it_.say({ type: 'next' });
      await expect.poll(() => second, SLOW).toEqual([volume, { type: 'next' }]);
      expect(first).toEqual([volume]);
    });

    it('knows when its broker is lost and found, and then tells the newest report but no old event', async () => {
      const seen: BrokerState['kind'][] = [];
      const leave = it_.publisher.onState((state) => seen.push(state.kind));
      await it_.cut();
      await expect.poll(() => it_.publisher.state.kind, SLOW).toBe('lost');
      it_.publisher.publish({ ...happyReport, mood: 'fear' });
      it_.publisher.publish({ ...happyReport, mood: 'disgust' });
      it_.publisher.announce(change);
      await it_.mend();
      await connected();
      await expect.poll(it_.mood, SLOW).toBe('disgust');
      expect(it_.changes()).toEqual([]);
      expect(seen).toEqual(['lost', 'connected']);
      leave();
      await it_.publisher[Symbol.asyncDispose]();
      expect(seen).toEqual(['lost', 'connected']);
    });

    it('closes once and for all, and takes calls in silence afterwards', async () => {
      const heard: Command[] = [];
      it_.publisher.onCommand((command) => heard.push(command));
      await it_.publisher[Symbol.asyncDispose]();
      await it_.publisher[Symbol.asyncDispose]();
      expect(it_.publisher.state.kind).toBe('lost');
      it_.publisher.publish({ ...happyReport, mood: 'fear' });
      it_.publisher.announce(change);
      await it_.say({ type: 'next' });
      expect(heard).toEqual([]);
      expect(it_.mood()).not.toBe('fear');
    });
  });
