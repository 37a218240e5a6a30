import { describe, expect, test } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { candidatesOf, resolvedOf } from '../../src/music/candidates.ts';

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
