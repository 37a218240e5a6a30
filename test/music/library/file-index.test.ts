import { describe, expect, test } from 'vitest';
import { canonical, fileIndex } from '../../../src/music/library/file-index.ts';

const index = await fileIndex('/m', [
  ...['/m/top.mp3', '/m/sad/a.mp3', '/m/albums/Rock/CD1/01.mp3', '/m/albums/Jazz/CD1/01.mp3', '/m/albums/Jazz/CD1/02 Blue.mp3'],
  ...['/m/sad/No\u0308el.mp3', '/m/sad/STRASSE.mp3', '/m/sad/b.mp3', '/m/sad/B.mp3'],
]);
const found = (path: string, playlist = '/m/lists/x.m3u') => index.find([path], playlist);

describe('a file is found', () => {
  test.each([
    ['beside the playlist', '../sad/a.mp3', '/m/sad/a.mp3'],
    ['from the top of the library', 'sad/a.mp3', '/m/sad/a.mp3'],
    ['by its absolute path', '/m/sad/a.mp3', '/m/sad/a.mp3'],
    ['in another case', 'SAD/A.MP3', '/m/sad/a.mp3'],
    ['composed where the disk has it in parts', 'sad/N\u00f6el.mp3', '/m/sad/No\u0308el.mp3'],
    ['with ß for SS', 'sad/Straße.mp3', '/m/sad/STRASSE.mp3'],
    ['exactly where two differ in their case', 'sad/B.mp3', '/m/sad/B.mp3'],
    ['where the library had another place', '/home/me/Music/sad/a.mp3', '/m/sad/a.mp3'],
    ['where only one file ends like this', '/Users/me/Jazz/CD1/02 Blue.mp3', '/m/albums/Jazz/CD1/02 Blue.mp3'],
    ['at the top by its name', '/Music/top.mp3', '/m/top.mp3'],
    ['in the folder above', 'Music/sad/a.mp3', '/m/sad/a.mp3'],
    ['by more parts where two would do', '/x/Rock/CD1/01.mp3', '/m/albums/Rock/CD1/01.mp3'],
  ])('%s: %s', (_, path, file) => expect(found(path)).toBe(file));

  test.each([
    ['of two that end alike', '/x/CD1/01.mp3'],
    ['by its name alone', '/x/02 Blue.mp3'],
    ['in place of one that is gone', '/m/Soul/CD1/02 Blue.mp3'],
    ['outside of the library', '/etc/passwd'],
    ['as nothing', ''],
    ['as the library', '..'],
  ])('never %s: %s', (_, path) => expect(found(path)).toBeUndefined());
});

test('two forms of a name are one', () => {
  expect(canonical('Noël ΟΔΟΣ STRASSE')).toBe(canonical('NOE\u0308L οδος straße'));
});
