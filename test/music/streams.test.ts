import { expect, test } from 'vitest';
import type { Mood } from '../../src/domain/emotion.ts';
import type { MusicChoice } from '../../src/domain/music.ts';
import { loadMapping } from '../../src/music/choose/mapping.ts';
import { StreamsSource } from '../../src/music/streams.ts';
import { musicSourceContract } from '../contracts/music.ts';

const stations = ['https://one.example/stream', 'http://two.example:8000/'];
const mapping = { ...loadMapping('', 'gentle'), sad: { queries: [], library: [], tags: [], streams: stations } };
const wish = (mood: Mood, avoid: readonly string[] = []): MusicChoice => ({ mood, query: '', why: 'asked', avoid });

musicSourceContract('StreamsSource', async () => ({
  source: new StreamsSource(mapping),
  wish: wish('sad'),
  hopeless: wish('happy'),
  [Symbol.asyncDispose]: async () => undefined,
}));

test('stations take turns, and are called by their host', async () => {
  const source = new StreamsSource(mapping);
  const value = { id: stations[0], title: 'one.example', url: stations[0], source: 'streams', mood: 'sad', endless: true };
  expect(await source.find(wish('sad'))).toEqual({ ok: true, value });
  expect(await source.find(wish('sad', [stations[0] ?? '']))).toMatchObject({ value: { title: 'two.example' } });
});

test('stations are listed by their ids, and without any the source is off', () => {
  const source = new StreamsSource(mapping);
  expect([source.state, source.size]).toEqual([{ kind: 'ready' }, 2]);
  const second = { id: stations[1], title: 'two.example', source: 'streams', mood: 'sad' };
  expect(source.shelf('sad', { from: 1, most: 5 })).toEqual({ tracks: [second], total: 2 });
  expect(source.shelf('happy', { from: 0, most: 5 })).toEqual({ tracks: [], total: 0 });
  expect(new StreamsSource(loadMapping('', 'gentle')).state).toEqual({ kind: 'off', lacks: 'stations' });
});

test('the name and the password in an address are for the player only', async () => {
  const sad = { ...mapping.sad, streams: ['https://me:secret@one.example/stream'] };
  const found = await new StreamsSource({ ...mapping, sad }).find(wish('sad'));
  expect(found).toMatchObject({ value: { id: 'https://one.example/stream', title: 'one.example', url: sad.streams[0] } });
});

test('a station that could not be played is left out, also where it is the only one', async () => {
  const source = new StreamsSource(mapping);
  expect(await source.find({ ...wish('sad'), unplayable: new Set([stations[0] ?? '']) })).toMatchObject({
    value: { title: 'two.example' },
  });
  expect(await source.find({ ...wish('sad'), unplayable: new Set(stations) })).toEqual({ ok: false, why: 'no-match' });
});
