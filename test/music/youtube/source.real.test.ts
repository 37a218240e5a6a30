import { describe, expect, test, vi } from 'vitest';
import type { MusicChoice, NotFound } from '../../../src/domain/music.ts';
import { ms } from '../../../src/domain/units.ts';
import { YtDlpSource } from '../../../src/music/youtube/source.ts';
import { musicSourceContract } from '../../contracts/music.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { processesWith } from '../../fixtures/processes.ts';
import type { Fault, YoutubeOptions } from '../../fixtures/youtube-server.ts';
import { nowhere, startYoutube } from '../../fixtures/youtube-server.ts';

/** The real program against the server of the fixture; another release may be named to try it too. */
const ytdlp = process.env.MOODBOX_TEST_YTDLP ?? 'yt-dlp';
const never = new AbortController().signal;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
vi.setConfig({ testTimeout: 120_000 });

const wish = (more: Partial<MusicChoice> = {}): MusicChoice => ({
  mood: 'sad',
  query: 'sad relaxing music',
  why: 'asked',
  avoid: [],
  ...more,
});

const opened = async (options: Partial<YoutubeOptions> = {}) => {
  const youtube = await startYoutube({ tones: { sad: 440 }, ...options });
  const clock = new FakeClock();
  const log = new FakeLog();
  const source = new YtDlpSource({ ytdlp, env: youtube.env }, { clock, log });
  const asked = (path: string): number => youtube.requests.filter((request) => request.startsWith(`GET ${path}`)).length;
  const left = (): readonly number[] => processesWith('PYTHON_TEST_YOUTUBE', youtube.url);
  return { youtube, clock, log, source, asked, left, [Symbol.asyncDispose]: () => youtube[Symbol.asyncDispose]() };
};

musicSourceContract('YtDlpSource', async () => ({ ...(await opened()), wish: wish(), hopeless: wish({ query: 'nobody has this' }) }));

describe('YouTube by yt-dlp', () => {
  test('gives the first fitting video of a search, with an address that sounds', async () => {
    const strangers = [
      { id: 'a_live_show', title: 'live', duration: null, live_status: 'is_live' },
      { id: 'ten_hours__', title: 'ten hours', duration: 36_000 },
      { id: 'a_short____', title: 'short', duration: 20 },
    ];
    await using world = await opened({ strangers });
    const found = await world.source.find(wish(), never);
    if (!found.ok) throw new Error(found.why);
    const { url, ...rest } = found.value;
    expect(rest).toEqual({ id: world.youtube.ids('sad')[0], title: 'sad 1', duration: 90_000, source: 'youtube', mood: 'sad' });
    const heard = await fetch(url ?? '');
    expect([heard.status, (await heard.text()).slice(0, 4)]).toEqual([200, 'OggS']);
  });

  test('passes over what is sung, where no singing is wanted', async () => {
    await using world = await opened({ strangers: [{ id: 'sing_along_', title: 'Karaoke hits', duration: 200 }] });
    expect(await world.source.find(wish({ instrumental: true }), never)).toMatchObject({ value: { id: world.youtube.ids('sad')[0] } });
    expect(world.youtube.requests.filter((request) => request.includes('sing_along_'))).toEqual([]);
    await world.source.find(wish(), never);
    expect(world.youtube.requests.filter((request) => request.includes('sing_along_'))).not.toEqual([]);
  });

  test('finds what somebody types without resolving anything, and can play it then', async () => {
    await using world = await opened({ videos: 3 });
    const found = await world.source.search(' sad relaxing music ', { mood: 'happy', most: 2 }, never);
    const [first, second] = world.youtube.ids('sad');
    expect(found).toMatchObject({ ok: true, value: [{ id: first, title: 'sad 1', source: 'youtube', mood: 'happy' }, { id: second }] });
    expect(world.asked('/watch')).toBe(0);
    if (!found.ok || !found.value[0]) throw new Error('nothing found');
    expect(await world.source.recall(found.value[0], never)).toMatchObject({ ok: true, value: { id: first, mood: 'happy' } });
  });

  test('says for how long YouTube rests and why, and searches nothing meanwhile', async () => {
    await using world = await opened();
    world.youtube.faults.watch = 'bot-check';
    await world.source.find(wish(), never);
    const state = world.source.state;
    expect(state).toMatchObject({ kind: 'resting', why: 'bot-check', left: 6 * 3_600_000 });
    const asked = world.youtube.requests.length;
    expect(await world.source.search('anything', { mood: 'sad', most: 5 }, never)).toEqual({ ok: false, why: 'blocked' });
    expect(world.youtube.requests).toHaveLength(asked);
  });

  test('takes videos as long as it is told', async () => {
    await using world = await opened();
    const lengths = { shortest: ms(91_000), longest: ms(600_000) };
    const choosy = new YtDlpSource({ ytdlp, env: world.youtube.env, lengths }, world);
    expect(await choosy.find(wish(), never)).toEqual({ ok: false, why: 'no-match' });
  });

  test('searches once in six hours, plays what was not played lately, and then what was the longest ago', async () => {
    await using world = await opened({ videos: 2 });
    const [first, second] = world.youtube.ids('sad') as [string, string];
    expect(await world.source.find(wish(), never)).toMatchObject({ value: { id: first } });
    expect(await world.source.find(wish({ avoid: [first] }), never)).toMatchObject({ value: { id: second } });
    expect(await world.source.find(wish({ avoid: [second, first] }), never)).toMatchObject({ value: { id: second } });
    expect(world.asked('/results')).toBe(1);
    await world.clock.advance(ms(DAY / 4));
    await world.source.find(wish(), never);
    expect(world.asked('/results')).toBe(2);
  });

  test('an old search serves where a new one fails', async () => {
    await using world = await opened();
    await world.source.find(wish(), never);
    await world.clock.advance(ms(DAY));
    world.youtube.faults.results = 'nonsense';
    expect(await world.source.find(wish(), never)).toMatchObject({ ok: true });
    expect(world.asked('/results')).toBe(2);
  });

  test('where an old search serves, a new one is tried again after a quarter of an hour, and not for each track', async () => {
    await using world = await opened();
    await world.source.find(wish(), never);
    await world.clock.advance(ms(DAY));
    world.youtube.faults.results = 'nonsense';
    for (const asked of [2, 2]) {
      await world.source.find(wish(), never);
      expect(world.asked('/results')).toBe(asked);
    }
    await world.clock.advance(ms(15 * MINUTE));
    await world.source.find(wish(), never);
    expect(world.asked('/results')).toBe(3);
  });

  test('an old search serves where a new one finds nothing, and that is asked anew after a quarter of an hour', async () => {
    await using world = await opened();
    await world.source.find(wish(), never);
    await world.clock.advance(ms(DAY));
    world.youtube.faults.results = 'nothing';
    for (const [wait, asked] of [
      [0, 2],
      [15 * MINUTE - 1, 2],
      [1, 3],
    ] as const) {
      await world.clock.advance(ms(wait));
      expect(await world.source.find(wish(), never)).toMatchObject({ ok: true });
      expect(world.asked('/results')).toBe(asked);
    }
  });

  test('a search that finds nothing is asked anew after a quarter of an hour, and not at every turn', async () => {
    await using world = await opened();
    world.youtube.faults.results = 'nothing';
    for (const wait of [0, 15 * MINUTE - 1]) {
      await world.clock.advance(ms(wait));
      expect(await world.source.find(wish(), never)).toEqual({ ok: false, why: 'no-match' });
      expect(world.asked('/results')).toBe(1);
    }
    world.youtube.faults.results = undefined;
    await world.clock.advance(ms(1));
    expect(await world.source.find(wish(), never)).toMatchObject({ ok: true });
    expect(world.asked('/results')).toBe(2);
  });

  test('a dead video is passed over and remembered for seven days', async () => {
    await using world = await opened();
    const [dead, alive] = world.youtube.ids('sad') as [string, string];
    world.youtube.faults.dead.add(dead);
    for (let i = 0; i < 2; i += 1) expect(await world.source.find(wish(), never)).toMatchObject({ value: { id: alive } });
    expect(world.asked(`/watch?v=${dead}`)).toBe(1);
    await world.clock.advance(ms(7 * DAY));
    world.youtube.faults.dead.clear();
    expect(await world.source.find(wish(), never)).toMatchObject({ value: { id: dead } });
  });

  test('three candidates are tried, not more; dead videos are no reason to leave YouTube alone', async () => {
    await using world = await opened();
    for (const id of world.youtube.ids('sad').slice(0, 3)) world.youtube.faults.dead.add(id);
    expect(await world.source.find(wish(), never)).toEqual({ ok: false, why: 'no-match' });
    expect(world.asked('/watch')).toBe(3);
    expect(await world.source.find(wish(), never)).toMatchObject({ value: { id: world.youtube.ids('sad')[3] } });
  });

  test('a mood without searches is not asked for', async () => {
    await using world = await opened();
    expect(await world.source.find(wish({ query: ' ' }), never)).toEqual({ ok: false, why: 'no-match' });
    expect(world.youtube.requests).toEqual([]);
  });

  test('a query is one word to the program, whatever is in it', async () => {
    await using world = await opened();
    await world.source.find(wish({ query: '--exec "touch x"; $(sad) \u0000\n & é' }), never);
    expect(world.youtube.requests[0]).toBe(
      `GET /results?q=${encodeURIComponent('--exec "touch x"; $(sad)    & é').replaceAll('%20', '+').replaceAll('(', '%28').replaceAll(')', '%29')}`,
    );
  });
});

describe('what goes wrong', () => {
  const searchFaults: readonly (readonly [Fault, NotFound, number])[] = [
    ['bot-check', 'blocked', 6 * 60],
    ['rate', 'blocked', 60],
    ['expired', 'blocked', 5],
    ['drops', 'offline', 0.25],
    ['nonsense', 'broken', 5],
    ['not-found', 'broken', 5],
  ];
  test.each(searchFaults)('a search that meets %s: %s, and not asked again for %s min', async (fault, why, minutes) => {
    await using world = await opened();
    world.youtube.faults.results = fault;
    expect(await world.source.find(wish(), never)).toEqual({ ok: false, why });
    world.youtube.faults.results = undefined;
    const before = world.youtube.requests.length;
    await world.clock.advance(ms(minutes * MINUTE - 1));
    expect(await world.source.find(wish(), never)).toEqual({ ok: false, why });
    expect(world.youtube.requests.length).toBe(before);
    await world.clock.advance(ms(1));
    expect(await world.source.find(wish(), never)).toMatchObject({ ok: true });
    expect(world.log.lines.find(({ event }) => event === 'ytdlp.resting')).toMatchObject({
      level: 'warn',
      fields: { restMs: minutes * MINUTE },
    });
  });

  const watchFaults: readonly (readonly [Fault, NotFound, number])[] = [
    ['bot-check', 'blocked', 1],
    ['rate', 'blocked', 1],
    ['drops', 'offline', 1],
    ['expired', 'blocked', 3],
    ['nonsense', 'broken', 3],
  ];
  test.each(watchFaults)('a video that meets %s: %s, after %i candidates', async (fault, why, candidates) => {
    await using world = await opened();
    world.youtube.faults.watch = fault;
    expect(await world.source.find(wish(), never)).toEqual({ ok: false, why });
    expect(new Set(world.youtube.requests.filter((request) => request.includes('/watch'))).size).toBe(candidates);
  });

  test.each(['silent', 'stalls'] as const)('a server that is %s: ended after 30 s, nobody left behind', async (fault) => {
    await using world = await opened();
    world.youtube.faults.results = fault;
    const finding = world.source.find(wish(), never);
    await vi.waitFor(() => expect(world.asked('/results')).toBe(1), 30_000);
    expect(world.left()).toHaveLength(1);
    await world.clock.advance(ms(30_000));
    expect(await finding).toEqual({ ok: false, why: 'timeout' });
    expect(world.left()).toEqual([]);
  });

  test('an abort ends the program, and is no reason to leave YouTube alone', async () => {
    await using world = await opened();
    world.youtube.faults.watch = 'silent';
    const stop = new AbortController();
    const finding = world.source.find(wish(), stop.signal);
    await vi.waitFor(() => expect(world.asked('/watch')).toBe(1), 30_000);
    stop.abort();
    expect(await finding).toEqual({ ok: false, why: 'timeout' });
    expect(world.left()).toEqual([]);
    world.youtube.faults.watch = undefined;
    expect(await world.source.find(wish(), never)).toMatchObject({ ok: true });
  });

  test('nobody at the other end is offline, and the rests grow', async () => {
    const world = await opened();
    await world.youtube[Symbol.asyncDispose]();
    for (const rest of [15_000, 30_000]) {
      expect(await world.source.find(wish(), never)).toEqual({ ok: false, why: 'offline' });
      await world.clock.advance(ms(rest - 1));
      expect(world.log.lines.at(-1)).toMatchObject({ event: 'ytdlp.resting', fields: { failure: 'offline', restMs: rest } });
      await world.clock.advance(ms(1));
    }
  });

  test("yt-dlp's own YouTube without a network is offline", async () => {
    const source = new YtDlpSource({ ytdlp, env: nowhere }, { clock: new FakeClock(), log: new FakeLog() });
    expect(await source.find(wish(), never)).toEqual({ ok: false, why: 'offline' });
  });

  test('no program is broken, with advice', async () => {
    const log = new FakeLog();
    const source = new YtDlpSource({ ytdlp: '/no/such/yt-dlp' }, { clock: new FakeClock(), log });
    expect(await source.find(wish(), never)).toEqual({ ok: false, why: 'broken' });
    expect(log.lines.at(-1)).toMatchObject({ event: 'ytdlp.resting', fields: { advice: expect.stringContaining('update') } });
  });
});
