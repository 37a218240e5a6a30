import { existsSync, mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guestDoorOf, openGuestDoor, saidAtDoor } from '../../../src/daemon/guests/guest-door.ts';
import type { GuestWord } from '../../../src/domain/sound-guest.ts';
import { ms } from '../../../src/domain/units.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { call } from '../../cli/call.ts';
import { FakeLog } from '../../fakes/log.ts';

const LIMIT = ms(20_000);
const AIRPLAY: GuestWord = { name: 'AirPlay', state: 'playing', title: 'Blue', lease: ms(90_000) };

async function opened(
  take: (word: GuestWord) => Promise<boolean> = async () => true,
  folder = mkdtempSync(join(tmpdir(), 'moodbox-door-')),
) {
  const [log, path, words] = [new FakeLog(), join(folder, 'guest.sock'), [] as GuestWord[]];
  const door = await openGuestDoor({
    ...{ path, clock: systemClock, log },
    take: (word) => {
      words.push(word);
      return take(word);
    },
  });
  return { folder, path, log, words, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() };
}

const said = (path: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });

describe("the guests' own door", () => {
  test('takes a word, and answers when the loudspeaker is free', async () => {
    let free: (is: boolean) => void = () => undefined;
    await using door = await opened(() => new Promise((resolve) => (free = resolve)));
    const answer = saidAtDoor(door.path, AIRPLAY, LIMIT, systemClock);
    await expect.poll(() => door.words).toEqual([AIRPLAY]);
    free(true);
    expect(await answer).toEqual({ kind: 'free' });
    const later = saidAtDoor(door.path, AIRPLAY, LIMIT, systemClock);
    await expect.poll(() => door.words.length).toBe(2);
    free(false);
    expect(await later).toEqual({ kind: 'late' });
  });

  test('is open to the user and the group of the daemon alone, and gone when it is closed', async () => {
    let path: string;
    {
      await using door = await opened();
      path = door.path;
      expect(statSync(path).mode & 0o777).toBe(0o660);
    }
    expect(existsSync(path)).toBe(false);
    expect(await saidAtDoor(path, AIRPLAY, LIMIT, systemClock)).toEqual({ kind: 'away' });
  });

  test.each([
    ['nonsense', 'nonsense\n'],
    ['no object', '[1]\n'],
    ['too much', `${'x'.repeat(5000)}`],
    ['no name', '{"state":"playing"}\n'],
  ])('answers %s with a sentence, and hears the next one', async (_what, text) => {
    await using door = await opened();
    expect(JSON.parse(await said(door.path, text))).toEqual({ why: expect.stringContaining('guest needs') });
    expect(await saidAtDoor(door.path, AIRPLAY, LIMIT, systemClock)).toEqual({ kind: 'free' });
  });

  test('closes a connection that says nothing', { timeout: 30_000 }, async () => {
    await using door = await opened();
    expect(JSON.parse(await said(door.path, ''))).toHaveProperty('why');
    expect(door.words).toEqual([]);
  });

  test('closes although somebody still waits at it', async () => {
    const door = await opened(() => new Promise<boolean>(() => undefined));
    const answer = saidAtDoor(door.path, AIRPLAY, LIMIT, systemClock);
    await expect.poll(() => door.words.length).toBe(1);
    await door[Symbol.asyncDispose]();
    expect(await answer).toEqual({ kind: 'silent' });
  });

  test('takes the place of one that a killed daemon has left, but not of one that lives', async () => {
    await using first = await opened();
    await using second = await opened(undefined, first.folder);
    expect(second.log.events).toEqual(['guests.no_door']);
    expect(await saidAtDoor(first.path, AIRPLAY, LIMIT, systemClock)).toEqual({ kind: 'free' });
    expect(first.words).toHaveLength(1);
  });

  test('that cannot be opened costs nothing but itself', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'moodbox-door-')), 'x'.repeat(100));
    mkdirSync(folder);
    await using door = await opened(undefined, folder);
    expect(door.log.events).toEqual(['guests.no_door']);
  });

  test('is in the runtime folder of the service, or in the state folder', () => {
    expect(guestDoorOf('/var/lib/moodbox', { RUNTIME_DIRECTORY: '/run/moodbox:/run/other' })).toBe('/run/moodbox/guest.sock');
    expect(guestDoorOf('/var/lib/moodbox', {})).toBe('/var/lib/moodbox/guest.sock');
  });
});

describe('moodbox guest', () => {
  test('says what the hook knows, and exits 0', async () => {
    await using door = await opened();
    const words = ['guest', 'start', 'AirPlay', '--title', 'Blue', '--lease', '90', '--socket', door.path];
    expect(await call(words)).toEqual({ status: 0, out: [], err: [] });
    expect(await call(['guest', 'stop', 'AirPlay', '--socket', door.path])).toEqual({ status: 0, out: [], err: [] });
    expect(door.words).toEqual([AIRPLAY, { name: 'AirPlay', state: 'gone' }]);
  });

  test('without a daemon says so, and exits 0, so that nobody is kept from playing', async () => {
    const { err, status } = await call(['guest', 'start', 'AirPlay', '--socket', '/nowhere/guest.sock']);
    expect([status, err]).toEqual([0, ['moodbox guest: moodbox is not running here, so nobody was told']]);
  });

  test('exits 0 with a word if the music is not silent in time', async () => {
    await using door = await opened(async () => false);
    const { err, status } = await call(['guest', 'start', 'AirPlay', '--socket', door.path]);
    expect([status, err]).toEqual([0, ['moodbox guest: moodbox was told, but its music is not silent yet']]);
  });
});
