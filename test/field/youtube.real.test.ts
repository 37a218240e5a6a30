import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MusicChoice } from '../../src/domain/music.ts';
import { ms } from '../../src/domain/units.ts';
import { classify } from '../../src/music/youtube/failure.ts';
import { YtDlpSource } from '../../src/music/youtube/source.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import type { YtDlpSentence } from '../fixtures/field/youtube/inputs.ts';
import { YTDLP_SENTENCES } from '../fixtures/field/youtube/inputs.ts';
import { sayingProgram } from '../fixtures/field/youtube/program.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const never = new AbortController().signal;
const wish = { mood: 'sad', query: 'sad music', avoid: [] } as const;

/**
 * What comes of a sentence that is said of the first three of ten videos. About one video: the three are left out for a while, and the
 * fourth plays at the next try. About all: YouTube is left alone for a while, and the first plays after it; the fourth if all three were
 * tried, because the fault may be theirs.
 */
const COMES_OF_IT: Readonly<Record<YtDlpSentence['means'], { why: string; leftOutMs?: number; restMs?: number; next?: number }>> = {
  dead: { why: 'no-match', leftOutMs: 7 * 24 * HOUR },
  later: { why: 'no-match', leftOutMs: 12 * HOUR },
  odd: { why: 'no-match', leftOutMs: 24 * HOUR },
  rate: { why: 'blocked', restMs: HOUR },
  'bot-check': { why: 'blocked', restMs: 6 * HOUR },
  forbidden: { why: 'blocked', restMs: 5 * MINUTE, next: 3 },
  broken: { why: 'broken', restMs: 5 * MINUTE, next: 3 },
  computer: { why: 'broken', restMs: MINUTE },
  timeout: { why: 'timeout', restMs: MINUTE / 4 },
  offline: { why: 'offline', restMs: MINUTE / 4 },
};

function world() {
  const saying = sayingProgram();
  const clock = new FakeClock();
  const log = new FakeLog();
  const source = new YtDlpSource({ ytdlp: saying.program }, { clock, log });
  const find = async (why: MusicChoice['why'] = 'track-ended'): Promise<string> => {
    const found = await source.find({ ...wish, why }, never);
    return found.ok ? found.value.id : found.why;
  };
  return { saying, clock, log, find, [Symbol.dispose]: () => saying[Symbol.dispose]() };
}

describe('what yt-dlp says of videos', () => {
  test.each(YTDLP_SENTENCES)('$means: $name', async ({ says, means }) => {
    expect(classify(says.replace('ID', 'dQw4w9WgXcQ'))).toBe(means);
    using at = world();
    const { ids } = at.saying;
    const { why, leftOutMs, restMs, next = 0 } = COMES_OF_IT[means];
    at.saying.says(says, ids.slice(0, 3));
    expect(await at.find()).toBe(why);
    if (leftOutMs !== undefined) expect(await at.find()).toBe(ids[3]);
    at.saying.says('', []);
    await at.clock.advance(ms((leftOutMs ?? restMs ?? 0) - 1));
    expect(await at.find()).toBe(leftOutMs === undefined ? why : ids[3]);
    await at.clock.advance(ms(1));
    expect(await at.find()).toBe(ids[next]);
    expect(at.log.events.includes('ytdlp.resting')).toBe(restMs !== undefined);
  });

  test('six odd videos in a row, and none that plays, mean that yt-dlp is too old', async () => {
    using at = world();
    at.saying.says('ERROR: [youtube] ID: The moon is out', at.saying.ids);
    expect([await at.find(), await at.find()]).toEqual(['no-match', 'broken']);
    at.saying.says('', []);
    await at.clock.advance(ms(5 * MINUTE));
    expect(await at.find()).toBe(at.saying.ids[0]);
  });

  test('an answer about one video among others that are gone says nothing of the program', async () => {
    using at = world();
    const { ids } = at.saying;
    at.saying.says('ERROR: [youtube] ID: Video unavailable', ids.slice(0, 3));
    expect(await at.find()).toBe('no-match');
    at.saying.says('ERROR: [youtube] ID: Requested format is not available', [ids[3] ?? '']);
    expect(await at.find()).toBe(ids[4]);
  });

  test('three videos that yt-dlp can never open do not keep the seven good ones from being played', async () => {
    using at = world();
    const { ids } = at.saying;
    at.saying.says('ERROR: [youtube] ID: Requested format is not available', ids.slice(0, 3));
    expect(await at.find()).toBe('broken');
    await at.clock.advance(ms(5 * MINUTE));
    for (let i = 0; i < 5; i += 1) expect(await at.find()).toBe(ids[3]);
    expect(at.log.events.filter((event) => event === 'ytdlp.resting')).toHaveLength(1);
  });

  test('a program that the system kills without a word is no program that is too old', async () => {
    using at = world();
    writeFileSync(at.saying.program, '#!/bin/sh\nkill -KILL $$\n');
    expect(await at.find()).toBe('broken');
    expect(at.log.lines.find(({ event }) => event === 'ytdlp.resting')?.fields).toMatchObject({ failure: 'computer' });
  });

  test('whoever presses Next all the time leaves ten videos an hour for what follows a track that has ended', async () => {
    using at = world();
    const [first] = at.saying.ids;
    for (let i = 0; i < 30; i += 1) expect(await at.find('asked')).toBe(first);
    expect(await at.find('asked')).toBe('blocked');
    for (let i = 0; i < 10; i += 1) expect(await at.find('track-ended')).toBe(first);
    expect(await at.find('track-ended')).toBe('blocked');
    await at.clock.advance(ms(HOUR));
    expect(await at.find('asked')).toBe(first);
  });
});
