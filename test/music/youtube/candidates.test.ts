import { describe, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { candidatesOf, resolvedOf, unsungFirst } from '../../../src/music/youtube/candidates.ts';

const good = { id: 'dQw4w9WgXcQ', title: 'A song', duration: 212 };
const listed = { id: good.id, title: good.title, duration: ms(212_000) };
const search = (...entries: unknown[]) => candidatesOf(JSON.stringify({ _type: 'playlist', entries }));

describe('the candidates of a search', () => {
  test('keep their order and lose what is not music for a room', () => {
    const found = search(
      { ...good, id: 'live_now_00', duration: null, live_status: 'is_live' },
      { ...good, id: 'live_now_01', live_status: 'is_live' },
      { ...good, id: 'upcoming_00', live_status: 'is_upcoming' },
      { ...good, id: 'too_short_0', duration: 59 },
      { ...good, id: 'too_long_00', duration: 3601 },
      { ...good, id: 'shortest_00', duration: 60 },
      good,
      { ...good, id: 'longest_000', duration: 3600, live_status: 'was_live' },
    );
    expect(found.ok && found.value.map(({ id }) => id)).toEqual(['shortest_00', 'dQw4w9WgXcQ', 'longest_000']);
  });

  test('have their length in milliseconds', () => expect(search(good)).toEqual({ ok: true, value: [listed] }));
  test('are called by their id where they have no title', () =>
    expect(search({ ...good, title: null })).toEqual({ ok: true, value: [{ ...listed, title: good.id }] }));
  test('are none in an empty search', () => expect(search()).toEqual({ ok: true, value: [] }));

  test.each([[null], ['text'], [{ ...good, id: '--help' }], [{ ...good, id: 7 }], [{ ...good, duration: '212' }], [{}]])(
    'never hold %j',
    (entry) => expect(search(entry)).toEqual({ ok: true, value: [] }),
  );

  test.each(['', 'null', '[]', '{}', '{"entries":3}', '{"entries":['])('are broken where yt-dlp says %j', (json) =>
    expect(candidatesOf(json)).toEqual({ ok: false, why: 'broken' }),
  );
});

test('how long a video may be can be told', () => {
  const json = JSON.stringify({ entries: [59.5, 60, 119, 120, 600, 601].map((duration) => ({ ...good, duration })) });
  const found = candidatesOf(json, { shortest: ms(120_000), longest: ms(600_000) });
  expect(found.ok && found.value.map(({ duration }) => duration)).toEqual([120_000, 600_000]);
});

describe('where no singing is wanted', () => {
  const titled = (...titles: string[]) => titles.map((title, i) => ({ ...listed, id: `${i}`, title }));
  const order = (...titles: string[]) => unsungFirst(titled(...titles)).map(({ title }) => title);
  const calm = ['Calm piano', 'Soft guitar', 'Alive in the rain'];

  test.each([
    'Hello (Lyrics)',
    'Hello - lyric video',
    'HELLO KARAOKE',
    'Karaoke instrumental of Hello',
    'Hello, live at the arena',
    'A feat. B - Hello',
    'Hello (Official Video)',
    'Soothing vocals',
  ])('%j is left out, as there are enough others', (title) => expect(order(title, ...calm)).toEqual(calm));

  test.each(['Jazz, no vocals', 'Study music without lyrics', 'Hello (Instrumental, feat. B)', 'Olive trees and delivery'])(
    '%j stays in its place',
    (title) => expect(order(title, ...calm)).toEqual([title, ...calm]),
  );

  test('where too few others are left, the sung ones come last', () =>
    expect(order('Karaoke hits', 'Calm piano', 'Soft vocals')).toEqual(['Calm piano', 'Karaoke hits', 'Soft vocals']));

  test('nothing is filtered to nothing', () => expect(order('Karaoke hits', 'Soft vocals')).toEqual(['Karaoke hits', 'Soft vocals']));
  test('an empty search stays empty', () => expect(order()).toEqual([]));
});

describe('a resolved video', () => {
  const said = (more: object) => resolvedOf(JSON.stringify({ ...good, url: 'https://audio.example/1?expire=1', ...more }), listed);

  test('has the address of its sound', () =>
    expect(said({ title: 'Its real title' })).toEqual({
      ok: true,
      value: { title: 'Its real title', url: 'https://audio.example/1?expire=1', duration: 212_000 },
    }));
  test('falls back on what the search said', () =>
    expect(said({ title: null, duration: null })).toMatchObject({ value: { title: 'A song', duration: 212_000 } }));
  test('says where its site shows a picture of it, if that is an address', () => {
    expect(said({ thumbnail: 'https://i.ytimg.com/vi/x/0.jpg' })).toMatchObject({ value: { picture: 'https://i.ytimg.com/vi/x/0.jpg' } });
    expect(said({ thumbnail: 'file:///etc/passwd' })).not.toHaveProperty('value.picture');
  });
  test('that has gone live meanwhile is of no use', () => expect(said({ is_live: true })).toEqual({ ok: false, why: 'dead' }));
  test.each([undefined, 'file:///etc/passwd', 3])('with the address %s is broken', (url) =>
    expect(said({ url })).toEqual({ ok: false, why: 'broken' }),
  );
  test('that is not JSON is broken', () => expect(resolvedOf('<html>', listed)).toEqual({ ok: false, why: 'broken' }));
});
