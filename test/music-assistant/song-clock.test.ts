import { expect, test } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import type { KnownQueue } from '../../src/music-assistant/link.ts';
import { SongClock } from '../../src/music-assistant/song-clock.ts';
import { queueIn } from '../../src/music-assistant/wire.ts';
import { FakeClock } from '../fakes/clock.ts';

const song = { queue_item_id: 'one', name: 'one', duration: 200, media_item: undefined, image: undefined };

function heard(elapsed_time: number) {
  const clock = new FakeClock(1_000_000);
  const at: { queue?: KnownQueue } = {};
  const songs = new SongClock(at as Required<typeof at>, clock);
  const tell = (position: number): void => {
    const queue = queueIn({ queue_id: 'q', state: 'playing', elapsed_time: position });
    if (queue) at.queue = { ...queue, at: clock.now() };
    songs.heard(song);
  };
  tell(elapsed_time);
  return { clock, songs, tell };
}

test('a song goes on between two words of the server, to its end at most', async () => {
  const { clock, songs } = heard(10);
  await clock.advance(ms(5_000));
  expect(songs.position(ms(200_000))).toBe(15_000);
  expect(songs.isNearEnd).toBe(false);
  await clock.advance(ms(172_000));
  expect(songs.isNearEnd).toBe(true);
  await clock.advance(ms(60_000));
  expect(songs.position(ms(200_000))).toBe(200_000);
});

test.each([-4, 260, 1.7e9])('a position of %d s in a song of 200 s is nonsense, and changes nothing', async (nonsense) => {
  const { clock, songs, tell } = heard(10);
  tell(nonsense);
  expect(songs.isNearEnd).toBe(false);
  await clock.advance(ms(180_000));
  expect(songs.isNearEnd).toBe(true);
});

test('a song that begins with nonsense begins at its beginning', () => {
  expect(heard(1.7e9).songs.isNearEnd).toBe(false);
});

test('nobody knows when a song without a length ends', () => {
  const songs = new SongClock({ queue: undefined }, new FakeClock());
  songs.heard({ ...song, duration: undefined });
  expect(songs.isNearEnd).toBe(true);
  expect(songs.position(undefined)).toBe(0);
});
