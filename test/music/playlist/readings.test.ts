import { expect, test } from 'vitest';
import { readingsOf } from '../../../src/music/playlist/readings.ts';

test.each([
  ['a.mp3', ['a.mp3']],
  ['../sad/a.mp3', ['../sad/a.mp3']],
  ['sad\\a.mp3', ['sad\\a.mp3', 'sad/a.mp3']],
  ['albums/Plain%20Two.mp3', ['albums/Plain%20Two.mp3', 'albums/Plain Two.mp3']],
  ['50% off.mp3', ['50% off.mp3']],
  ['Caf%E9.mp3', ['Caf%E9.mp3', 'Café.mp3']],
  ['No%C3%ABl.mp3', ['No%C3%ABl.mp3', 'Noël.mp3']],
  ['C:\\Music\\a.mp3', ['\\Music\\a.mp3', '/Music/a.mp3']],
  ['\\\\nas\\music\\a.mp3', ['\\music\\a.mp3', '/music/a.mp3']],
  ['file:///m/a%20b.mp3', ['/m/a b.mp3', '/m/a%20b.mp3']],
  ['file:///m/a#b?c.mp3', ['/m/a#b?c.mp3']],
  ['file://localhost/Users/me/a.mp3', ['/Users/me/a.mp3']],
  ['file:///C:/Music/a.mp3', ['/Music/a.mp3']],
  ['file://C:/Music/a.mp3', ['/Music/a.mp3']],
  ['file://nas/music/a.mp3', ['/music/a.mp3']],
  ['file:////nas/music/a.mp3', ['/music/a.mp3']],
  ['file:a.mp3', ['a.mp3']],
  ['smb://nas/music/a%20b.mp3', ['/music/a b.mp3', '/music/a%20b.mp3']],
  ['~/Music/a.mp3', ['/Music/a.mp3']],
  ['Artist: Song.mp3', ['Artist: Song.mp3']],
  ['ftp://one.example/a.mp3', []],
  ['ytdl://x', []],
])('%s may be %j', (target, paths) => expect(readingsOf(target)).toEqual(paths));
