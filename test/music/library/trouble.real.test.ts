import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import type { FakeLog } from '../../fakes/log.ts';
import { libraryIn, libraryOf, never, playlist, refusing, wish } from '../../fixtures/library.ts';
import { tagged } from '../../fixtures/tagged.ts';
import { wav } from '../../fixtures/wav.ts';

const fieldsOf = (log: FakeLog, name: string): readonly object[] =>
  log.lines.filter(({ event }) => event === name).map(({ fields }) => fields);

describe('a file that cannot be read', () => {
  test.each(['EACCES', 'EIO', 'ESTALE', 'EMFILE'])(
    'now (%s) is tried at each scan and after a restart, and heard once it can be',
    async (code) => {
      const refused = new Set(['a.flac']);
      await using library = libraryIn([], { read: refusing(refused, code) });
      const file = await tagged(join(library.folder, 'albums/a.flac'), { MOOD: 'Happy' });
      await tagged(join(library.folder, 'albums/b.flac'), { MOOD: 'Soothing' });
      void library.source.find(wish('happy'), never);
      await library.looked(1);
      expect(fieldsOf(library.log, 'library.scanned')).toMatchObject([{ files: 2, read: 1, broken: 0, unreadable: 1 }]);
      expect(fieldsOf(library.log, 'library.files_unreadable')).toMatchObject([{ count: 1, first: file, why: code }]);
      await using restarted = libraryIn([], { folder: library.folder, stateDir: library.state });
      void restarted.source.find(wish('happy'), never);
      await restarted.looked(1);
      expect(await restarted.source.find(wish('happy'), never)).toMatchObject({ ok: true, value: { id: file } });
      refused.clear();
      await library.clock.advance(ms(5 * 60_000));
      void library.source.find(wish('happy'), never);
      await library.looked(2);
      expect(await library.source.find(wish('happy'), never)).toMatchObject({ ok: true, value: { id: file } });
      expect(fieldsOf(library.log, 'library.scanned')[1]).toMatchObject({ read: 1, broken: 0, unreadable: 0 });
    },
  );

  test('because it is only half copied is heard at the next scan after it is whole', async () => {
    await using library = libraryIn([]);
    const file = await tagged(join(library.folder, 'albums/a.flac'), { MOOD: 'Happy' });
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, 30));
    void library.source.find(wish('happy'), never);
    await library.looked(1);
    expect(fieldsOf(library.log, 'library.scanned')).toMatchObject([{ broken: 1, unreadable: 0 }]);
    writeFileSync(file, whole);
    await library.clock.advance(ms(5 * 60_000));
    void library.source.find(wish('happy'), never);
    await library.looked(2);
    expect(await library.source.find(wish('happy'), never)).toMatchObject({ ok: true, value: { id: file } });
  });

  test('for long is said once, and known tags are kept meanwhile', async () => {
    const refused = new Set<string>();
    await using library = libraryIn([], { read: refusing(refused) });
    const file = await tagged(join(library.folder, 'albums/a.flac'), { MOOD: 'Happy' });
    void library.source.find(wish('happy'), never);
    await library.looked(1);
    refused.add('a.flac');
    utimesSync(file, 1, 1);
    for (const looks of [2, 3, 4]) {
      await library.clock.advance(ms(61 * 60_000));
      void library.source.find(wish('happy'), never);
      await library.looked(looks);
    }
    expect(fieldsOf(library.log, 'library.files_unreadable')).toHaveLength(1);
    expect(await library.source.find(wish('happy'), never)).toMatchObject({ ok: true, value: { id: file } });
  });

  test('and was taken for broken by an earlier release is read again', async () => {
    await using library = libraryIn([]);
    const file = await tagged(join(library.folder, 'albums/a.flac'), { MOOD: 'Happy' });
    void library.source.find(wish('happy'), never);
    await library.looked(1);
    const { mtimeMs, size } = statSync(file);
    const lines = [
      { version: 2, library: library.folder },
      { path: file, mtimeMs, size },
    ].map((line) => JSON.stringify(line));
    writeFileSync(join(library.state, 'library-tags.ndjson'), `${lines.join('\n')}\n`);
    await using restarted = libraryIn([], { folder: library.folder, stateDir: library.state });
    void restarted.source.find(wish('happy'), never);
    await restarted.looked(1);
    expect(await restarted.source.find(wish('happy'), never)).toMatchObject({ ok: true });
  });
});

test('a broken file that is mended in place, with its old date and size, is read again', async () => {
  await using library = libraryIn([]);
  const good = await tagged(join(library.folder, 'good.flac'), { MOOD: 'Happy' });
  const bytes = readFileSync(good);
  const file = library.add('albums/a.flac');
  writeFileSync(file, Buffer.alloc(bytes.length, 'x'));
  utimesSync(file, 1000, 1000);
  rmSync(good);
  void library.source.find(wish('happy'), never);
  await library.looked(1);
  writeFileSync(file, bytes);
  utimesSync(file, 1000, 1000);
  expect(statSync(file).mtimeMs).toBe(1_000_000);
  await library.clock.advance(ms(61 * 60_000));
  void library.source.find(wish('happy'), never);
  await library.looked(2);
  expect(await library.source.find(wish('happy'), never)).toMatchObject({ ok: true, value: { id: file } });
});

test('a file is what it holds, whatever it is called', async () => {
  await using library = libraryIn([]);
  for (const [from, to] of [
    ['one.m4a', 'one.mp3'],
    ['two.mp3', 'two.flac'],
    ['three.ogg', 'three.wav'],
  ] as const) {
    await tagged(join(library.folder, 'x', from), { MOOD: 'Happy', title: from });
    renameSync(join(library.folder, 'x', from), join(library.folder, 'x', to));
  }
  void library.source.find(wish('happy'), never);
  await library.looked(1);
  expect(fieldsOf(library.log, 'library.scanned')).toMatchObject([{ files: 3, broken: 0 }]);
  expect((await playlist(library, 'happy')).toSorted()).toEqual(['x/one.mp3', 'x/three.wav', 'x/two.flac']);
});

describe('what can never play does not keep the best places', () => {
  const good = ['sad/x.mp3', 'sad/y.mp3', 'sad/z.mp3'];
  /** Plays `count` tracks one after the other, as the jukebox does, and gives their names. */
  const heard = async (library: ReturnType<typeof libraryOf>, count: number): Promise<readonly string[]> => {
    const played: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const found = await library.source.find(wish('sad', played.slice(-50)), never);
      played.push(found.ok ? found.value.id : found.why);
    }
    return played.map((id) => id.slice(library.folder.length + 1));
  };

  test('25 names that are not valid UTF-8: the good files play on, and the others are named', async () => {
    await using library = libraryIn(good, { random: Math.random });
    for (let i = 0; i < 25; i += 1) writeFileSync(Buffer.from(`${library.folder}/sad/Caf\xe9 ${i}.mp3`, 'latin1'), wav());
    mkdirSync(Buffer.from(`${library.folder}/sad/No\xebl`, 'latin1'));
    const played = await heard(library, 30);
    expect(new Set(played)).toEqual(new Set(good));
    await library.looked(1);
    expect(fieldsOf(library.log, 'library.left_out')).toMatchObject([
      { why: 'name', count: 26, first: join(library.folder, 'sad/Caf\ufffd 0.mp3'), advice: expect.stringContaining('UTF-8') },
    ]);
  });

  test('1,000 files that have vanished since the scan', async () => {
    const gone = Array.from({ length: 1000 }, (_, i) => `sad/gone ${i}.mp3`);
    await using library = libraryIn([...gone, ...good], { random: Math.random });
    expect((await library.source.find(wish('sad'), never)).ok).toBe(true);
    for (const file of gone) rmSync(join(library.folder, file));
    expect(new Set(await heard(library, 10))).toEqual(new Set(good));
  });

  test('200 files without sound: they play only where there is nothing else', async () => {
    const bad = Array.from({ length: 200 }, (_, i) => `sad/bad ${i}.mp3`);
    await using library = libraryIn(good, { random: Math.random });
    for (const file of bad) writeFileSync(join(library.folder, file), '');
    void library.source.find(wish('sad'), never);
    await library.looked(1);
    expect(new Set(await heard(library, 20))).toEqual(new Set(good));
    for (const file of good) rmSync(join(library.folder, file));
    expect((await heard(library, 1))[0]).toMatch(/^sad\/bad/);
  });

  test('30 files that this user may not read', async () => {
    const forbidden = Array.from({ length: 30 }, (_, i) => `sad/forbidden ${i}.mp3`);
    await using library = libraryIn([...forbidden, ...good], { random: Math.random, read: refusing(new Set(forbidden)) });
    void library.source.find(wish('sad'), never);
    await library.looked(1);
    expect(new Set(await heard(library, 20))).toEqual(new Set(good));
  });

  test('150 playlists that are for none of the moods: that of a mood counts, and it is said', async () => {
    await using library = libraryOf('x/a.mp3');
    for (let i = 100; i < 250; i += 1) writeFileSync(join(library.folder, `${i}.m3u`), 'x/a.mp3');
    writeFileSync(join(library.folder, 'happy.m3u'), 'x/a.mp3');
    expect(await playlist(library, 'happy')).toEqual(['x/a.mp3']);
    await library.looked(1);
    expect(fieldsOf(library.log, 'library.scanned')).toMatchObject([{ playlists: 1 }]);
    expect(fieldsOf(library.log, 'library.left_out')).toMatchObject([{ why: 'unwanted', count: 150 }]);
  });
});

describe('only what the system hides is left out', () => {
  test.each(['...And Justice for All', '.38 Special', '.hidden', '.5 The Gray Chapter', '#1 Record', '$ign o the Times', '@home', '~'])(
    '%s is music',
    async (name) => {
      await using library = libraryOf(`sad/${name}/a.mp3`, `sad/x/${name}.mp3`);
      expect((await playlist(library, 'sad')).toSorted()).toEqual([`sad/${name}/a.mp3`, `sad/x/${name}.mp3`].toSorted());
    },
  );

  test('the rest is counted and named once', async () => {
    const system = ['.Trash-1000', '.stfolder', '@eaDir', '$RECYCLE.BIN', 'lost+found', '#recycle', 'System Volume Information'];
    await using library = libraryOf('sad/a.mp3', ...system.map((name) => `sad/${name}/b.mp3`), 'sad/._a.mp3', 'sad/.syncthing.a.mp3');
    writeFileSync(join(library.folder, '.DS_Store'), '');
    expect(await playlist(library, 'sad')).toEqual(['sad/a.mp3']);
    await library.looked(1);
    await library.clock.advance(ms(6 * 60_000));
    expect(await playlist(library, 'sad')).toEqual(['sad/a.mp3']);
    await library.looked(2);
    expect(fieldsOf(library.log, 'library.left_out')).toMatchObject([{ why: 'system', count: 9 }]);
  });
});

describe('lines of a playlist that match nothing', () => {
  test('are counted, and said once with the first of them', async () => {
    await using library = libraryOf('albums/a.mp3');
    const list = join(library.folder, 'happy.m3u');
    writeFileSync(list, '#EXTM3U\nalbums/a.mp3\nalbums/gone.mp3\nhttp://me:secret@one.example/x.pls\n');
    expect(await playlist(library, 'happy')).toEqual(['albums/a.mp3']);
    await library.looked(1);
    await library.clock.advance(ms(6 * 60_000));
    expect(await playlist(library, 'happy')).toEqual(['albums/a.mp3']);
    await library.looked(2);
    expect(fieldsOf(library.log, 'library.scanned')).toMatchObject([{ unmatched: 2 }, { unmatched: 2 }]);
    expect(fieldsOf(library.log, 'library.playlist_unmatched')).toMatchObject([
      { playlist: list, lines: 3, unmatched: 2, first: 'albums/gone.mp3' },
    ]);
    expect(JSON.stringify(library.log.lines)).not.toContain('secret');
  });

  test('a playlist that is too long, or is cut, is said', async () => {
    await using library = libraryOf('albums/a.mp3');
    writeFileSync(join(library.folder, 'happy.m3u'), `albums/a.mp3\n${'albums/a.mp3\n'.repeat(2100)}`);
    writeFileSync(join(library.folder, 'sad.m3u'), `albums/a.mp3\n#${'x'.repeat(300_000)}`);
    expect(await playlist(library, 'happy')).toEqual(['albums/a.mp3']);
    expect(await playlist(library, 'sad')).toEqual(['albums/a.mp3']);
    await library.looked(1);
    expect(fieldsOf(library.log, 'library.playlist_too_long')).toHaveLength(2);
  });
});

test('a folder that cannot be read is said once, with the reason, and is heard when it is back', async () => {
  await using library = libraryOf('sad/a.mp3');
  renameSync(library.folder, `${library.folder}.away`);
  for (const looks of [1, 2, 3]) {
    void library.source.find(wish('sad'), never);
    await library.looked(looks);
    await library.clock.advance(ms(6 * 60_000));
  }
  expect(fieldsOf(library.log, 'library.unreadable')).toMatchObject([{ count: 1, first: library.folder, error: 'ENOENT' }]);
  renameSync(`${library.folder}.away`, library.folder);
  expect(await playlist(library, 'sad')).toEqual(['sad/a.mp3']);
});
