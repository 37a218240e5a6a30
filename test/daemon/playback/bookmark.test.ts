import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Bookmark } from '../../../src/daemon/playback/bookmark.ts';
import type { HeardTrack } from '../../../src/domain/history.ts';
import type { Playback, Track } from '../../../src/domain/music.ts';
import { done, failed } from '../../../src/domain/result.ts';
import { instant, moment, ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { track } from '../../fakes/music.ts';

const NEVER = new AbortController().signal;
const song = track('happy', 1);
const NOON = 1_800_000_000_000;

/** A box that is switched on again and again over one folder. `at` is when, by the calendar. */
function box(dir = mkdtempSync(join(tmpdir(), 'moodbox-bookmark-')), at = NOON) {
  const clock = new FakeClock();
  const log = new FakeLog();
  const recalled: HeardTrack[] = [];
  const gone = new Set<string>();
  const bookmark = Bookmark.open(dir, {
    ...{ clock, log },
    today: () => moment(at + clock.now()),
    recall: async (heard) => {
      recalled.push(heard);
      return gone.has(heard.id) ? failed('no-match') : done({ ...track(heard.mood, 1), url: 'https://music.invalid/fresh' });
    },
  });
  const say = (kind: 'loading' | 'playing' | 'paused' | 'failed' | 'silent', about: Track = song): void => {
    const playback = { kind, track: about, since: instant(0), why: 'timeout' } as Playback;
    bookmark.heard({ kind: 'playback', playback });
  };
  const kept = (): string => readFileSync(join(dir, 'playing.json'), 'utf8');
  return { dir, clock, log, recalled, gone, bookmark, say, kept };
}

/** A box that has played the song for that long and is then shut down properly. */
async function afterwards(seconds: number): Promise<string> {
  const { dir, bookmark, clock, say } = box();
  say('loading');
  say('playing');
  await clock.advance(ms(seconds * 1000));
  bookmark.close();
  say('silent');
  await bookmark[Symbol.asyncDispose]();
  return dir;
}

describe('Bookmark', () => {
  test('a track that a restart interrupted goes on where it was, with a fresh URL', async () => {
    const { bookmark, recalled } = box(await afterwards(75), NOON + 90_000);
    expect(await bookmark.take('happy', NEVER)).toEqual({ ...song, url: 'https://music.invalid/fresh', startAt: 75_000 });
    expect(recalled).toEqual([{ id: 'happy-1', title: 'happy 1', source: 'youtube', mood: 'happy' }]);
  });

  test('no URL is ever kept', async () => {
    const { kept } = box(await afterwards(75));
    expect(kept()).toContain('happy-1');
    expect(kept()).not.toContain('music.invalid');
  });

  test('gives its track once: the next request gets another one', async () => {
    const { bookmark } = box(await afterwards(75));
    await bookmark.take('happy', NEVER);
    expect(await bookmark.take('happy', NEVER)).toBeUndefined();
  });

  test.each([
    ['another mood', 'sad', 60_000],
    ['half an hour later', 'happy', 31 * 60_000 + 75_000],
    ['a clock that has gone back by a day', 'happy', -86_400_000],
  ] as const)('nothing goes on after %s', async (_, mood, later) => {
    const { bookmark, recalled } = box(await afterwards(75), NOON + later);
    expect(await bookmark.take(mood, NEVER)).toBeUndefined();
    expect(recalled).toEqual([]);
  });

  test('logs a track that is gone, and resumes nothing', async () => {
    const { bookmark, gone, log } = box(await afterwards(75));
    gone.add('happy-1');
    expect(await bookmark.take('happy', NEVER)).toBeUndefined();
    expect(log.lines).toMatchObject([{ event: 'track.recalled', fields: { why: 'no-match' } }]);
  });

  test('a resumed track counts from where it resumed, and pauses do not count', async () => {
    const { bookmark, clock, dir, say } = box();
    const later = { ...song, startAt: ms(60_000) };
    say('playing', later);
    await clock.advance(ms(10_000));
    say('paused', later);
    await clock.advance(ms(600_000));
    say('playing', later);
    await clock.advance(ms(5000));
    bookmark.close();
    await bookmark[Symbol.asyncDispose]();
    expect(await box(dir, NOON + 615_000).bookmark.take('happy', NEVER)).toMatchObject({ startAt: 75_000 });
  });

  test('a track that was moved in counts from there, also while it is paused', async () => {
    const { bookmark, clock, say } = box();
    const moved = (kind: 'playing' | 'paused', position: number): void =>
      bookmark.heard({ kind: 'moved', playback: { kind, track: song, since: instant(0) } as Playback, position: ms(position) });
    say('playing');
    await clock.advance(ms(10_000));
    moved('playing', 60_000);
    await clock.advance(ms(5000));
    expect(bookmark.position).toBe(65_000);
    say('paused');
    moved('paused', 20_000);
    await clock.advance(ms(5000));
    expect(bookmark.position).toBe(20_000);
  });

  test('without a warning, at most half a minute is lost; and nothing is written in between', async () => {
    const { bookmark, clock, dir, kept, say } = box();
    say('playing');
    const seen = new Set([await vi.waitFor(kept, { timeout: 15_000 })]);
    for (let second = 0; second < 100; second += 1) {
      await clock.advance(ms(1000));
      bookmark.tick();
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.add(kept());
    }
    await expect.poll(async () => (await box(dir, NOON + 100_000).bookmark.take('happy', NEVER))?.startAt).toBe(90_000);
    expect(seen.size).toBeLessThanOrEqual(4);
    await bookmark[Symbol.asyncDispose]();
  });

  test('a track that ended or was stopped is forgotten', async () => {
    const { bookmark, dir, say } = box();
    say('playing');
    say('silent');
    await bookmark[Symbol.asyncDispose]();
    expect(await box(dir).bookmark.take('happy', NEVER)).toBeUndefined();
  });

  test('a restart before any music was heard forgets nothing', async () => {
    const dir = await afterwards(75);
    const between = box(dir);
    between.bookmark.tick();
    between.say('silent');
    between.bookmark.close();
    await between.bookmark[Symbol.asyncDispose]();
    expect(await box(dir).bookmark.take('happy', NEVER)).toMatchObject({ startAt: 75_000 });
  });

  test.each(['', '{"tra', 'null', '7', '[]', '{"track":{"id":"a","title":"b","source":"radio","mood":"happy"},"position":1,"at":1}'])(
    'a file that holds %j is as good as none',
    async (text) => {
      const dir = mkdtempSync(join(tmpdir(), 'moodbox-bookmark-'));
      writeFileSync(join(dir, 'playing.json'), text);
      const { bookmark, recalled } = box(dir);
      expect(await bookmark.take('happy', NEVER)).toBeUndefined();
      expect(recalled).toEqual([]);
    },
  );
});
