import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MusicChoice } from '../../src/domain/music.ts';
import { oneLine } from '../../src/domain/one-line.ts';
import type { MusicSource } from '../../src/music/port.ts';

/** A source with a wish that it can fulfil with two tracks or more (or one endless track), and one that it cannot. */
export type OpenSource = AsyncDisposable & {
  readonly source: MusicSource;
  readonly wish: MusicChoice;
  readonly hopeless: MusicChoice;
};

const never = new AbortController().signal;
const LIMIT = 60_000;

/** What every MusicSource promises; run on the fake and on each real one. */
export const musicSourceContract = (name: string, open: () => Promise<OpenSource>): void => {
  describe(`${name} keeps the MusicSource promise`, () => {
    test('finds a playable track of its own for the mood that was asked', { timeout: LIMIT }, async () => {
      await using opened = await open();
      const found = await opened.source.find(opened.wish, never);
      if (!found.ok) throw new Error(`found nothing: ${found.why}`);
      const { id, title, url, songs, source, mood } = found.value;
      expect({ source, mood }).toEqual({ source: opened.source.name, mood: opened.wish.mood });
      expect(id).not.toBe('');
      expect(title).not.toBe('');
      expect(title).toBe(oneLine(title));
      if (url === undefined) expect(songs?.[0]).toBe(id);
      else expect(/^https?:\/\//.test(url) || (isAbsolute(url) && existsSync(url)), url).toBe(true);
    });

    test('does not repeat what was just played, unless it is endless', { timeout: LIMIT }, async () => {
      await using opened = await open();
      const first = await opened.source.find(opened.wish, never);
      if (!first.ok) throw new Error(`found nothing: ${first.why}`);
      const second = await opened.source.find({ ...opened.wish, avoid: [first.value.id] }, never);
      if (!second.ok) throw new Error(`found nothing the second time: ${second.why}`);
      expect(second.value.id !== first.value.id || second.value.endless).toBe(true);
    });

    test('finds a track again by what is remembered of it, and says so where it is gone', { timeout: LIMIT }, async () => {
      await using opened = await open();
      const { source, wish } = opened;
      if (!source.recall) throw new Error('nothing can be had again');
      const found = await source.find(wish, never);
      if (!found.ok) throw new Error(`found nothing: ${found.why}`);
      const { id, title, mood, endless, url } = found.value;
      const again = await source.recall({ id, title, source: source.name, mood }, never);
      expect(again).toMatchObject({ ok: true, value: { id, title, source: source.name, mood, ...(endless && { endless }) } });
      if (again.ok) expect(isAbsolute(again.value.url ?? '')).toBe(isAbsolute(url ?? ''));
      expect(await source.recall({ id: '../gone', title, source: source.name, mood }, never)).toEqual({ ok: false, why: 'no-match' });
    });

    test('says in a value that it has nothing', { timeout: LIMIT }, async () => {
      await using opened = await open();
      expect(await opened.source.find(opened.hopeless, never)).toEqual({ ok: false, why: 'no-match' });
    });

    test('answers two who ask at once', { timeout: LIMIT }, async () => {
      await using opened = await open();
      const both = await Promise.all([opened.source.find(opened.wish, never), opened.source.find(opened.wish, never)]);
      expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    });

    test('settles after an abort, before and in the middle, without throwing', { timeout: LIMIT }, async () => {
      await using opened = await open();
      await opened.source.find(opened.wish, AbortSignal.abort());
      const stop = new AbortController();
      const finding = opened.source.find(opened.wish, stop.signal);
      stop.abort();
      const found = await finding;
      expect(found.ok || found.why === 'timeout').toBe(true);
    });
  });
};
