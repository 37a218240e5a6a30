import { setImmediate } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { Mood } from '../../src/domain/emotion.ts';
import type { Found, MusicChoice } from '../../src/domain/music.ts';
import { done, failed } from '../../src/domain/result.ts';
import { ms } from '../../src/domain/units.ts';
import type { MusicSource } from '../../src/music/port.ts';
import { PrefetchingSource } from '../../src/music/prefetch.ts';
import { YtDlpSource } from '../../src/music/youtube/source.ts';
import { musicSourceContract } from '../contracts/music.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakeMusicSource, track } from '../fakes/music.ts';
import { startYoutube } from '../fixtures/youtube-server.ts';

const never = new AbortController().signal;
const choice = (mood: Mood, avoid: readonly string[] = []): MusicChoice => ({ mood, why: 'track-ended', query: `${mood} music`, avoid });

function ahead(...tracks: ReturnType<typeof track>[]) {
  const inner = new FakeMusicSource(tracks);
  const clock = new FakeClock();
  const log = new FakeLog();
  return { inner, clock, log, source: new PrefetchingSource(inner, { clock, log }) };
}

const twice = (...moods: readonly Mood[]) => moods.flatMap((mood) => [track(mood, 1), track(mood, 2)]);

/** A source whose searches end when the test says so. */
class SlowSource implements MusicSource {
  readonly name = 'youtube';
  readonly asked: Mood[] = [];
  readonly #waiting: ((found: Found) => void)[] = [];

  find({ mood }: MusicChoice, signal: AbortSignal): Promise<Found> {
    this.asked.push(mood);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal.addEventListener('abort', () => resolve(failed('timeout')), { once: true });
    });
  }

  async answer(found: Found): Promise<void> {
    this.#waiting.shift()?.(found);
    await setImmediate();
  }
}

const slow = () => {
  const inner = new SlowSource();
  return { inner, source: new PrefetchingSource(inner, { clock: new FakeClock(), log: new FakeLog() }) };
};

musicSourceContract('AheadSource', async () => {
  const { source } = ahead(...twice('happy'));
  source.prepare?.([choice('happy')]);
  return { source, wish: choice('happy'), hopeless: choice('fear'), [Symbol.asyncDispose]: async () => undefined };
});

test('over the real yt-dlp: what was prepared is there without another question', { timeout: 120_000 }, async () => {
  await using youtube = await startYoutube({ tones: { sad: 440, happy: 880 } });
  const world = { clock: new FakeClock(), log: new FakeLog() };
  const source = new PrefetchingSource(new YtDlpSource({ ytdlp: 'yt-dlp', env: youtube.env }, world), world);
  source.prepare([choice('sad'), choice('happy')]);
  await vi.waitUntil(() => youtube.requests.filter((asked) => asked.startsWith('GET /watch')).length === 2, {
    timeout: 90_000,
    interval: 50,
  });
  const last = await source.find(choice('happy'), never);
  const asked = youtube.requests.length;
  const first = await source.find(choice('sad'), never);
  expect([last, first].map((found) => found.ok && found.value.id)).toEqual([youtube.ids('happy')[0], youtube.ids('sad')[0]]);
  expect(youtube.requests).toHaveLength(asked);
});

describe('AheadSource', () => {
  test('has what was prepared at once, without asking again', async () => {
    const { inner, source } = ahead(...twice('happy', 'sad'));
    source.prepare([choice('happy'), choice('sad')]);
    await setImmediate();
    expect(inner.asked.map(({ mood }) => mood)).toEqual(['happy', 'sad']);
    expect(await source.find(choice('sad'), never)).toMatchObject({ ok: true, value: { id: 'sad-1' } });
    expect(inner.asked).toHaveLength(2);
  });

  test('gives a track out once', async () => {
    const { inner, source } = ahead(...twice('happy'));
    source.prepare([choice('happy')]);
    await setImmediate();
    await source.find(choice('happy'), never);
    expect(await source.find(choice('happy', ['happy-1']), never)).toMatchObject({ ok: true, value: { id: 'happy-2' } });
    expect(inner.asked).toHaveLength(2);
  });

  test('forgets what it holds for a mood when other words are searched for', async () => {
    const { inner, source } = ahead(...twice('happy'));
    source.prepare([choice('happy')]);
    await setImmediate();
    source.forget('happy');
    await source.find(choice('happy'), never);
    expect(inner.asked).toHaveLength(2);
  });

  test('does not look again for what it holds', async () => {
    const { inner, source } = ahead(...twice('happy'));
    for (let i = 0; i < 20; i += 1) {
      source.prepare([choice('happy')]);
      await setImmediate();
    }
    expect(inner.asked).toHaveLength(1);
  });

  test.each([
    ['is older than an hour', ms(3_600_000), [] as string[]],
    ['was played meanwhile', ms(0), ['happy-1']],
  ])('looks anew where what it holds %s', async (_why, age, avoid) => {
    const { inner, clock, source } = ahead(...twice('happy'));
    source.prepare([choice('happy')]);
    await setImmediate();
    await clock.advance(age);
    await source.find(choice('happy', avoid), never);
    expect(inner.asked).toHaveLength(2);
  });

  test('gives out what was played long ago, where everything was played, and looks anew only if it was played since', async () => {
    const played = ['happy-1', 'happy-2'];
    const { inner, source } = ahead(...twice('happy'));
    for (const avoid of [
      [...played, 'sad-1'],
      ['happy-2', 'sad-1', 'happy-1'],
    ]) {
      source.prepare([choice('happy', played)]);
      await setImmediate();
      expect(await source.find(choice('happy', avoid), never)).toMatchObject({ ok: true });
    }
    expect(inner.asked).toHaveLength(3);
  });

  test('tells what it would hand out, as long as it would', async () => {
    const { clock, source } = ahead(...twice('happy'));
    expect(source.upcoming('happy')).toBeUndefined();
    source.prepare([choice('happy')]);
    await setImmediate();
    expect(source.upcoming('happy')?.id).toBe('happy-1');
    expect(source.upcoming('sad')).toBeUndefined();
    await clock.advance(ms(3_600_000));
    expect(source.upcoming('happy')).toBeUndefined();
  });

  test('looks anew if somebody has turned against what it holds, and not if it was known to be disliked', async () => {
    const { inner, source } = ahead(...twice('happy'));
    const disliked = { ...choice('happy'), taste: new Map([['happy-1', -1]]) };
    source.prepare([choice('happy')]);
    await setImmediate();
    await source.find(disliked, never);
    expect(inner.asked).toHaveLength(2);
    source.prepare([disliked]);
    await setImmediate();
    await source.find(disliked, never);
    expect(inner.asked).toHaveLength(3);
  });

  test('stops preparing at the first failure, and goes on with the next call', async () => {
    const { inner, source } = ahead(...twice('happy', 'sad'));
    inner.answers.push('blocked');
    source.prepare([choice('happy'), choice('sad')]);
    await setImmediate();
    expect(inner.asked).toHaveLength(1);
    source.prepare([choice('happy'), choice('sad')]);
    await setImmediate();
    expect(inner.asked).toHaveLength(3);
  });

  test('survives a source that breaks its promise, and says so', async () => {
    const { inner, log, source } = ahead(...twice('happy'));
    const find = inner.find.bind(inner);
    inner.find = () => Promise.reject(new Error('broken'));
    source.prepare([choice('happy')]);
    await setImmediate();
    expect(log.events).toEqual(['music.prepare_failed']);
    inner.find = find;
    expect(await source.find(choice('happy'), never)).toMatchObject({ ok: true });
  });
});

describe('a wish that is waited for', () => {
  test('waits for the search that is under way for its own mood', async () => {
    const { inner, source } = slow();
    source.prepare([choice('happy'), choice('sad')]);
    const found = source.find(choice('happy'), never);
    await inner.answer(done(track('happy')));
    expect(await found).toMatchObject({ ok: true, value: { id: 'happy-1' } });
    expect(inner.asked).toEqual(['happy']);
  });

  test('ends a search for another mood, and what else was to be prepared', async () => {
    const { inner, source } = slow();
    source.prepare([choice('happy'), choice('fear')]);
    const found = source.find(choice('sad'), never);
    await setImmediate();
    expect(inner.asked).toEqual(['happy', 'sad']);
    await inner.answer(failed('timeout'));
    await inner.answer(done(track('sad')));
    expect(await found).toMatchObject({ ok: true, value: { id: 'sad-1' } });
    expect(inner.asked).toEqual(['happy', 'sad']);
  });

  test('can be given up in the middle of the search that it waits for', async () => {
    const { source } = slow();
    source.prepare([choice('happy')]);
    const stop = new AbortController();
    const found = source.find(choice('happy'), stop.signal);
    stop.abort();
    expect(await found).toEqual({ ok: false, why: 'timeout' });
  });
});

test('once closed, what is under way has ended and nothing more is begun, also where it was found at the last moment', async () => {
  const { inner, source } = slow();
  const find = inner.find.bind(inner);
  let ended = 0;
  inner.find = async (choice, signal) => {
    await find(choice, signal);
    await setImmediate(); // as a program that has to be ended first
    ended += 1;
    return done(track(choice.mood));
  };
  source.prepare([choice('happy'), choice('sad')]);
  await source[Symbol.asyncDispose]();
  expect(ended).toBe(1);
  source.prepare([choice('fear')]);
  await setImmediate();
  expect(inner.asked).toEqual(['happy']);
});

test('of many calls only the newest is prepared further', async () => {
  const { inner, source } = slow();
  for (const mood of ['happy', 'sad', 'fear', 'angry'] as const) source.prepare([choice(mood)]);
  await inner.answer(done(track('happy')));
  expect(inner.asked).toEqual(['happy', 'angry']);
});
