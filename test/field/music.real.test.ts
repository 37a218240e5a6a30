import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { MUSIC_INPUTS } from '../fixtures/field/music/inputs.ts';
import type { LibraryInput } from '../fixtures/field/music/libraries.ts';
import type { PlaylistInput } from '../fixtures/field/music/playlists.ts';
import { LIBRARY } from '../fixtures/field/music/playlists.ts';
import type { Answer, StationInput } from '../fixtures/field/music/stations.ts';
import { libraryIn, libraryOf, never, playlist, refusing, wish } from '../fixtures/library.ts';
import { Folder, NEVER, openMpv, PATIENCE, track } from '../players/stage.ts';

test('every input has a name of its own, and there are at least fifty', () => {
  const names = MUSIC_INPUTS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(50);
});

const of = <Kind extends (typeof MUSIC_INPUTS)[number]['kind']>(kind: Kind) =>
  MUSIC_INPUTS.filter((input): input is Extract<(typeof MUSIC_INPUTS)[number], { kind: Kind }> => input.kind === kind);

type Library = ReturnType<typeof libraryIn>;
const fieldsOf = ({ log }: Library, name: string): readonly object[] =>
  log.lines.filter(({ event }) => event === name).map(({ fields }) => fields);

describe('a library', () => {
  test.each(of('library'))('$name', async ({ fill, plays, broken = 0, leftOut = {}, refused }: LibraryInput) => {
    await using library = libraryIn([], refused && { read: refusing(new Set(refused.files), refused.code) });
    await fill(library.folder);
    void library.source.find(wish('happy'), never);
    await library.looked(1);
    const titles: string[] = [];
    const played: string[] = [];
    for (const _ of plays) {
      const found = await library.source.find(wish('happy', played), never);
      if (found.ok) played.push(found.value.id);
      titles.push(found.ok ? found.value.title : found.why);
    }
    expect(titles.toSorted()).toEqual([...plays].toSorted());
    expect(fieldsOf(library, 'library.scanned')).toMatchObject([{ broken, unreadable: refused?.files.length ?? 0, unmatched: 0 }]);
    const said = fieldsOf(library, 'library.left_out').map((fields) => {
      const { why, count } = fields as { readonly why: string; readonly count: number };
      return [why, count] as const;
    });
    expect(Object.fromEntries(said)).toEqual(leftOut);
    expect(library.log.events).not.toContain('library.scan_failed');
  });
});

describe('a playlist', () => {
  test.each(of('playlist'))('$name', async ({ file, bytes, plays, unmatched }: PlaylistInput) => {
    await using library = libraryOf(...LIBRARY);
    mkdirSync(dirname(join(library.folder, file)), { recursive: true });
    writeFileSync(join(library.folder, file), bytes);
    void library.source.find(wish('happy'), never);
    await library.looked(1);
    expect((await playlist(library, 'happy', 20)).toSorted()).toEqual([...plays].toSorted());
    expect(fieldsOf(library, 'library.scanned')).toMatchObject([{ playlists: 1, unmatched }]);
    expect(fieldsOf(library, 'library.playlist_unmatched')).toMatchObject(unmatched > 0 ? [{ unmatched }] : []);
    expect(library.log.events).not.toContain('library.scan_failed');
  });
});

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());

const answer = (
  sounds: Readonly<Record<'sized' | 'unsized', Buffer>>,
  given: Answer,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  if ('status' in given) response.writeHead(given.status).end();
  else if ('redirect' in given) response.writeHead(302, { location: given.redirect }).end();
  else if ('list' in given) {
    const text = given.list(`http://${request.headers.host}`);
    response.writeHead(200, { 'content-type': text.startsWith('#') ? 'audio/x-mpegurl' : 'audio/x-scpls' }).end(text);
  } else if (given.sound === 'sized') response.writeHead(200, { 'content-length': sounds.sized.length }).end(sounds.sized);
  else {
    const half = Math.round(sounds.unsized.length / 2);
    response.writeHead(200, { 'content-type': 'audio/aac', 'transfer-encoding': 'chunked' }).write(sounds.unsized.subarray(0, half));
    setTimeout(() => response.end(sounds.unsized.subarray(half)), 1000);
  }
};

describe('a station', () => {
  // Without a length, sound is as radio sends it: an AAC stream does not say how long it is, and comes bit by bit.
  const sounds = { sized: readFileSync(folder.tone(440, 1, 'mp3')), unsized: readFileSync(folder.tone(440, 3, 'aac')) };
  test.each(of('station'))(
    '$name',
    async ({ answers, path, track: more, becomes, most }: StationInput) => {
      let asked = 0;
      const server = createServer((request, response) => {
        asked += 1;
        answer(sounds, answers[request.url ?? ''] ?? { sound: 'sized' }, request, response);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { player } = await openMpv();
      try {
        const said: string[] = [];
        player.onEvent(({ kind, playback }) => said.push(kind === 'ended' ? kind : playback.kind));
        await player.play(track('station', `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, more), NEVER);
        await vi.waitFor(() => expect(said.slice(0, becomes.length)).toEqual(becomes), { ...PATIENCE, timeout: 40_000 });
        expect(asked).toBeLessThanOrEqual(most);
      } finally {
        await player[Symbol.asyncDispose]();
        server.closeAllConnections();
        server.close();
      }
    },
    60_000,
  );
});
