import { beforeEach, describe, expect, test } from 'vitest';
import type { Track } from '../../../src/domain/music.ts';
import { done, failed } from '../../../src/domain/result.ts';
import { moment, ms } from '../../../src/domain/units.ts';
import { StreamsSource } from '../../../src/music/streams.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeHistory } from '../../fakes/history.ts';
import { FakeMusicSource, track } from '../../fakes/music.ts';
import { emptyMusicAnswers, FakeWords, mappingWith, musicOf } from '../../fakes/music-answers.ts';

const BY = { level: 'household', address: '192.0.2.7' } as const;
const NOW = moment(1_760_000_000_000);
const heard = ({ id, title, source, mood }: Track) => ({ id, title, source, mood });

/** A box with two videos, one of which was played and liked, and a radio station. */
function world() {
  const clock = new FakeClock();
  const history = new FakeHistory(() => NOW);
  const youtube = new FakeMusicSource([track('happy', 1), track('happy', 2)]);
  const streams = new StreamsSource(mappingWith({ sad: ['https://one.example/a?key=secret'] }));
  const played: { readonly track: Track; readonly by: unknown }[] = [];
  const judged: unknown[] = [];
  const words = new FakeWords();
  const forgotten: string[] = [];
  const music = musicOf(Object.assign(youtube, { forget: (mood: string) => void forgotten.push(mood) }), streams);
  const answers = emptyMusicAnswers({
    ...{ history, music, words, clock, today: () => NOW },
    playOnce: (chosen, by) => {
      played.push({ track: chosen, by });
      return done(undefined);
    },
    judge: (about, as) => {
      judged.push([about, as]);
      return true;
    },
  });
  const song = heard(track('happy', 1));
  history.record({ kind: 'started', at: moment(1000), track: song });
  history.record({ kind: 'like', at: moment(2000), track: song });
  history.record({ kind: 'over', at: moment(61_000), started: moment(1000), track: song, heard: ms(60_000.4), end: 'ended' });
  return { answers, clock, forgotten, history, judged, music, played, song, streams, words, youtube };
}

const value = async <T>(answer: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: unknown }>) => {
  const settled = await answer;
  if (!settled.ok) throw new Error(JSON.stringify(settled.why));
  return settled.value;
};

describe('the page asks about music', () => {
  let it_: ReturnType<typeof world>;
  beforeEach(() => {
    it_ = world();
  });
  const plays = async (limit = 30, before?: number) => value(it_.answers['GET /api/plays']({ before, limit }, BY));
  const firstId = async (): Promise<string> => (await plays()).plays[0]?.id ?? '';

  test('what was played, with what people thought of it, and never its id or address', async () => {
    const answer = await plays();
    expect(answer).toEqual({
      history: 'keeping',
      more: false,
      plays: [
        {
          ...{ id: expect.stringMatching(/^[\w-]{16}$/), title: 'happy 1', source: 'youtube', mood: 'happy' },
          ...{ at: 1000, heard: 60_000, end: 'ended', verdict: 'liked', again: true },
        },
      ],
    });
    expect(JSON.stringify(answer)).not.toContain('happy-1');
    expect((await plays(1)).more).toBe(true);
    expect((await plays(30, 1000)).plays).toEqual([]);
  });

  test('a track of a source that is no longer in use cannot be played again', async () => {
    it_.history.record({ kind: 'started', at: moment(5000), track: { id: '/a.mp3', title: 'A', source: 'library', mood: 'sad' } });
    expect((await plays()).plays[0]).toMatchObject({ title: 'A', again: false });
  });

  test('plays a track again: found anew by its source, given to the box with who asked', async () => {
    const id = await firstId();
    expect(await value(it_.answers['POST /api/play']({ id }, BY))).toEqual({ title: 'happy 1', why: null });
    expect(it_.played).toMatchObject([{ track: { id: 'happy-1', url: expect.any(String) }, by: { door: 'page', ...BY } }]);
  });

  test('says why a track cannot be played now', async () => {
    const id = await firstId();
    it_.youtube.recall = async () => failed('blocked');
    expect(await value(it_.answers['POST /api/play']({ id }, BY))).toEqual({ title: 'happy 1', why: 'blocked' });
    expect(it_.played).toEqual([]);
  });

  test('does not wait for ever for a source', async () => {
    const id = await firstId();
    it_.youtube.recall = (_track, signal?: AbortSignal) =>
      new Promise((resolve) => signal?.addEventListener('abort', () => resolve(failed('timeout'))));
    const answer = value(it_.answers['POST /api/play']({ id }, BY));
    await it_.clock.advance(ms(18_001));
    expect(await answer).toMatchObject({ why: 'timeout' });
  });

  test('knows no track by an id that it did not give', async () => {
    const made = { id: 'happy-1AAAAAAAAA' };
    for (const answer of [
      it_.answers['POST /api/play'](made, BY),
      it_.answers['DELETE /api/opinions'](made, BY),
      it_.answers['PUT /api/opinions']({ ...made, verdict: 'liked' }, BY),
    ])
      expect(await answer).toMatchObject({ ok: false, why: { sentence: expect.stringContaining('load it once more') } });
    expect([it_.played, it_.judged]).toEqual([[], []]);
  });

  test('opinions are listed, set and taken back', async () => {
    const { opinions } = await value(it_.answers['GET /api/opinions'](undefined, BY));
    expect(opinions).toMatchObject([{ title: 'happy 1', verdict: 'liked', at: 2000, again: true }]);
    const id = opinions[0]?.id ?? '';
    await value(it_.answers['PUT /api/opinions']({ id, verdict: 'disliked' }, BY));
    await value(it_.answers['DELETE /api/opinions']({ id }, BY));
    expect(it_.judged).toEqual([
      [it_.song, 'dislike'],
      [it_.song, undefined],
    ]);
  });

  test('without a history nothing can be remembered, and that is said', async () => {
    const id = await firstId();
    it_.history.state = { kind: 'off' };
    expect(await it_.answers['PUT /api/opinions']({ id, verdict: 'liked' }, BY)).toMatchObject({
      ok: false,
      why: { sentence: expect.stringContaining('history.enabled') },
    });
    expect((await plays()).history).toBe('off');
  });

  test('sources tell until when they rest, by the calendar', async () => {
    Object.assign(it_.youtube, { state: { kind: 'resting', why: 'bot-check', left: ms(3_600_000) } });
    expect(await value(it_.answers['GET /api/sources'](undefined, BY))).toEqual({
      sources: [
        { name: 'youtube', state: { kind: 'resting', why: 'bot-check', until: NOW + 3_600_000 } },
        { name: 'streams', state: { kind: 'ready' }, tracks: 1 },
      ],
    });
  });

  test('searches by the means of the source, and only the newest search goes on', async () => {
    const asked: unknown[] = [];
    Object.assign(it_.youtube, {
      search: (words: string, about: object, signal: AbortSignal) => {
        asked.push([words, about]);
        if (words !== 'slow') return Promise.resolve(done([heard(track('happy', 2))]));
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(failed('timeout'))));
      },
    });
    const slow = it_.answers['GET /api/search']({ q: 'slow', source: 'youtube' }, BY);
    const found = await value(it_.answers['GET /api/search']({ q: 'two', source: 'youtube' }, BY));
    expect(found).toMatchObject({ why: null, tracks: [{ title: 'happy 2', id: expect.stringMatching(/^[\w-]{16}$/) }] });
    expect(await value(slow)).toEqual({ tracks: [], why: 'timeout' });
    expect(asked[1]).toEqual(['two', { mood: 'happy', most: 10 }]);
    expect(await value(it_.answers['POST /api/play']({ id: found.tracks[0]?.id ?? '' }, BY))).toMatchObject({ why: null });
  });

  test('searches what a source has at hand if it has no other means; a secret in an address does not come out', async () => {
    const found = await value(it_.answers['GET /api/search']({ q: 'ÖNE', source: 'streams' }, BY));
    expect(found.tracks).toMatchObject([{ title: 'one.example', mood: 'sad' }]);
    expect(JSON.stringify(found)).not.toContain('secret');
    expect(await value(it_.answers['GET /api/search']({ q: 'a', source: 'library' }, BY))).toEqual({ tracks: [], why: 'off' });
  });

  test('a library that is not in use is said to be none', async () => {
    expect(await value(it_.answers['GET /api/library']({ mood: 'sad', from: 0 }, BY))).toEqual({
      state: null,
      moods: [],
      tracks: [],
      total: 0,
    });
  });

  test('a library is counted by mood and listed in parts', async () => {
    const library = Object.assign(new FakeMusicSource([], 'library'), {
      shelf: (mood: string, { from, most }: { readonly from: number; readonly most: number }) => ({
        tracks: mood === 'sad' ? Array.from({ length: 120 }, (_, i) => heard(track('sad', i))).slice(from, from + most) : [],
        total: mood === 'sad' ? 120 : 0,
      }),
    });
    const answers = emptyMusicAnswers({ music: musicOf(library) });
    const part = await value(answers['GET /api/library']({ mood: 'sad', from: 100 }, BY));
    expect([part.total, part.tracks.length, part.tracks[0]?.title]).toEqual([120, 20, 'sad 100']);
    expect(part.moods).toContainEqual({ mood: 'sad', tracks: 120 });
    expect(part.state).toEqual({ kind: 'ready' });
  });

  test('words are changed, and what was found ahead with the old ones is forgotten', async () => {
    const changed = await value(it_.answers['PUT /api/searches']({ mood: 'sad', words: ['slow blues'] }, BY));
    expect(changed).toEqual({ mood: 'sad', words: ['slow blues'], usual: ['sad music'], changed: true, youtube: true });
    expect(it_.forgotten).toEqual(['sad']);
    const { moods } = await value(it_.answers['GET /api/searches'](undefined, BY));
    expect(moods).toHaveLength(8);
    expect(moods).toContainEqual(changed);
    expect(await value(it_.answers['PUT /api/searches']({ mood: 'sad', words: null }, BY))).toMatchObject({ changed: false });
  });

  test('words that cannot be written are refused', async () => {
    it_.words.change = async () => failed('unwritable') as never;
    const answer = await it_.answers['PUT /api/searches']({ mood: 'sad', words: ['x'] }, BY);
    expect(answer).toMatchObject({ ok: false, why: { sentence: expect.stringContaining('moodbox doctor') } });
    expect(it_.forgotten).toEqual([]);
  });
});
