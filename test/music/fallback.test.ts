import { describe, expect, test } from 'vitest';
import type { MusicChoice, PlayFailure, SourceName } from '../../src/domain/music.ts';
import { ms } from '../../src/domain/units.ts';
import { Fallback, findInOrder } from '../../src/music/fallback.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakeMusicSource, track } from '../fakes/music.ts';

const wish: MusicChoice = { mood: 'sad', query: 'soft piano', why: 'asked', avoid: [] };
const never = new AbortController().signal;
const source = (name: 'youtube' | 'library' | 'loops') =>
  new FakeMusicSource([track('sad', 1, name === 'youtube' ? {} : { id: `${name}-sad` })], name);

describe('findInOrder', () => {
  test('takes the first source that has something, and asks no other', async () => {
    const [first, second] = [source('youtube'), source('loops')];
    const found = await findInOrder([first, second], wish, never, new FakeLog());
    expect(found).toMatchObject({ ok: true, value: { source: 'youtube' } });
    expect(second.asked).toHaveLength(0);
  });

  test('goes on to the next, and says why', async () => {
    const [first, second, third] = [source('youtube'), source('library'), source('loops')];
    first.down = 'offline';
    second.down = 'no-match';
    const log = new FakeLog();
    expect(await findInOrder([first, second, third], wish, never, log)).toMatchObject({ ok: true, value: { source: 'loops' } });
    expect(log.lines.map(({ event, fields }) => [event, fields])).toEqual([
      ['music.not_found', { source: 'youtube', mood: 'sad', why: 'offline' }],
      ['music.not_found', { source: 'library', mood: 'sad', why: 'no-match' }],
    ]);
  });

  test('has the reason of the first source in use where none has anything', async () => {
    const sources = [source('library'), source('youtube'), source('loops')];
    for (const [i, why] of (['off', 'blocked', 'no-match'] as const).entries()) (sources[i] as FakeMusicSource).down = why;
    const log = new FakeLog();
    expect(await findInOrder(sources, wish, never, log)).toEqual({ ok: false, why: 'blocked' });
    expect(log.events).toHaveLength(2);
  });

  test('says of each source that it is off, and what it lacks, where none is in use', async () => {
    const [first, second] = [source('youtube'), source('loops')];
    first.down = 'off';
    second.down = 'off';
    const log = new FakeLog();
    const lacking = Object.assign(first, { state: { kind: 'off', lacks: 'synthesizer' } as const });
    expect(await findInOrder([lacking, second], wish, never, log)).toEqual({ ok: false, why: 'off' });
    expect(log.lines.map(({ event, fields }) => [event, fields])).toEqual([
      ['music.not_found', { source: 'youtube', mood: 'sad', why: 'off', lacks: 'synthesizer' }],
      ['music.not_found', { source: 'loops', mood: 'sad', why: 'off' }],
    ]);
  });

  test('without sources is off', async () => expect(await findInOrder([], wish, never, new FakeLog())).toEqual({ ok: false, why: 'off' }));

  test('asks nobody after an abort', async () => {
    const first = source('youtube');
    expect(await findInOrder([first], wish, AbortSignal.abort(), new FakeLog())).toEqual({ ok: false, why: 'timeout' });
    expect(first.asked).toHaveLength(0);
  });

  test('lets a bug through', async () => {
    const broken = { name: 'youtube' as const, find: () => Promise.reject(new TypeError('a bug')) };
    await expect(findInOrder([broken, source('loops')], wish, never, new FakeLog())).rejects.toThrow('a bug');
  });
});

describe('Fallback', () => {
  const opened = (orders: Partial<Record<MusicChoice['mood'], readonly SourceName[]>> = {}) => {
    const sources = [source('youtube'), source('library'), source('loops')] as const;
    const clock = new FakeClock();
    const orderOf = (mood: MusicChoice['mood']) => orders[mood] ?? sources.map(({ name }) => name);
    return { sources, clock, fallback: new Fallback({ sources, orderOf, clock, log: new FakeLog() }) };
  };

  test('tells what each source can do now, and for how much longer one is passed over', async () => {
    const { clock, fallback, sources } = opened();
    Object.assign(sources[1], { state: { kind: 'off', lacks: 'folder' }, size: 0 });
    for (const number of [8, 8, 9, 9]) fallback.unplayable({ ...track('sad', number), source: 'youtube' }, 'unplayable', ms(0));
    await clock.advance(ms(20_000));
    expect(fallback.standings).toEqual([
      { name: 'youtube', state: { kind: 'resting', why: 'unheard', left: expect.any(Number) } },
      { name: 'library', state: { kind: 'off', lacks: 'folder' }, size: 0 },
      { name: 'loops', state: { kind: 'ready' } },
    ]);
    await clock.advance(ms(40_000));
    expect(fallback.standings[0]).toEqual({ name: 'youtube', state: { kind: 'ready' } });
  });

  test("asks in the mood's order", async () => {
    const { fallback } = opened({ sad: ['library', 'youtube'] });
    expect(await fallback.find(wish, never)).toMatchObject({ value: { source: 'library' } });
  });

  test('passes YouTube over where what it finds cannot be heard, and asks it again later, or once something of it is heard', async () => {
    const { clock, fallback } = opened();
    const sourceNow = async () => {
      const found = await fallback.find(wish, never);
      return found.ok ? found.value.source : found.why;
    };
    const video = { ...track('sad', 9), source: 'youtube' } as const;
    const fails = (number: number, why: PlayFailure) => {
      for (let i = 0; i < 2; i += 1) fallback.unplayable({ ...track('sad', number), source: 'youtube' }, why, ms(0));
    };
    fails(8, 'unplayable');
    expect(await sourceNow()).toBe('youtube');
    fails(9, 'unplayable');
    expect(await sourceNow()).toBe('library');
    await clock.advance(ms(61_000));
    expect(await sourceNow()).toBe('youtube');
    fails(7, 'timeout');
    expect(await sourceNow()).toBe('library');
    fallback.heard(video);
    expect(await sourceNow()).toBe('youtube');
  });

  test('has a video resolved once more that did not play or dried up, to go on where it was', async () => {
    const { fallback } = opened();
    const video = track('sad');
    fallback.unplayable(video, 'timeout', ms(42_000));
    expect(await fallback.find(wish, never)).toMatchObject({ ok: true, value: { id: 'sad-1', source: 'youtube', startAt: 42_000 } });
    const again = await fallback.find(wish, never);
    expect(again).not.toHaveProperty('value.startAt');
    fallback.unplayable(video, 'unplayable', ms(43_000));
    expect(await fallback.find(wish, never)).toMatchObject({ value: { source: 'library' } });
  });

  test('resolves nothing again for a mood that is not wanted any more, nor what mpv died of', async () => {
    const { sources, fallback } = opened();
    fallback.unplayable(track('sad'), 'unplayable', ms(5000));
    await fallback.find({ ...wish, mood: 'happy' }, never);
    fallback.unplayable(track('sad', 9), 'player-died', ms(5000));
    await fallback.find(wish, never);
    expect(sources[0].asked).toHaveLength(2);
  });

  test('does not pass over a library because of a few files', async () => {
    const { fallback } = opened({ sad: ['library', 'loops'] });
    for (let i = 0; i < 5; i += 1) fallback.unplayable({ ...track('sad'), id: `file-${i}`, source: 'library' }, 'unplayable', ms(0));
    expect(await fallback.find(wish, never)).toMatchObject({ value: { source: 'library' } });
  });

  test('tries what could not be played once more before there is silence', async () => {
    const { sources, fallback } = opened({ sad: ['library'] });
    const only = sources[1];
    fallback.unplayable(track('sad', 1, { id: 'library-sad', source: 'library' }), 'unplayable', ms(0));
    expect(await fallback.find(wish, never)).toMatchObject({ ok: true, value: { source: 'library' } });
    expect(only.asked.map(({ unplayable }) => unplayable?.size ?? 0)).toEqual([1, 0]);
  });

  test('asks a source that was passed over before there is silence', async () => {
    const { fallback } = opened({ sad: ['youtube'] });
    fallback.unplayable({ ...track('sad', 9), source: 'youtube' }, 'timeout', ms(0));
    expect(await fallback.find(wish, never)).toMatchObject({ value: { source: 'youtube' } });
  });

  test('tells the sources for ten minutes what could not be played', async () => {
    const { sources, clock, fallback } = opened();
    fallback.unplayable(track('sad', 9, { source: 'library' }), 'unplayable', ms(0));
    await fallback.find(wish, never);
    expect(sources[0].asked.at(-1)?.unplayable).toEqual(new Set(['sad-9']));
    await clock.advance(ms(10 * 60_000));
    await fallback.find(wish, never);
    expect(sources[0].asked.at(-1)?.unplayable).toEqual(new Set());
  });

  test('has a source look ahead only for the moods that it is asked for', () => {
    const prepared: (readonly MusicChoice[])[] = [];
    const ahead = Object.assign(source('youtube'), { prepare: (choices: readonly MusicChoice[]) => void prepared.push(choices) });
    const orderOf = (mood: MusicChoice['mood']): readonly SourceName[] => (mood === 'sad' ? ['library'] : ['youtube']);
    const fallback = new Fallback({ sources: [ahead], orderOf, clock: new FakeClock(), log: new FakeLog() });
    const happy: MusicChoice = { ...wish, mood: 'happy' };
    fallback.prepare('youtube', [wish, happy]);
    fallback.prepare('loops', [happy]);
    expect(prepared).toEqual([[happy]]);
  });
});
