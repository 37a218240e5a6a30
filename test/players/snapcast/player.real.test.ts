import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { percent } from '../../../src/domain/units.ts';
import { Scope } from '../../../src/shared/async/scope.ts';
import { announcementContract } from '../../contracts/announcement.ts';
import { playerContract } from '../../contracts/player.ts';
import { loudness } from '../../system/sound.ts';
import { files, serve } from '../messages.ts';
import { Folder, mpvsOf, NEVER, track } from '../stage.ts';
import type { More, Opened } from './stage.ts';
import { hasSnapcast, openSnapcast, SnapRoom, servers } from './stage.ts';

const PITCH = 880;
/** The tone is at -24 dB where nothing makes it quieter. */
const FULL = -27;
const AUDIBLE = -45;
const SILENT = -70;
const PATIENCE = { timeout: 40_000, interval: 250 };
const LIMIT = 90_000;

describe.skipIf(!hasSnapcast)('SnapcastPlayer', () => {
  const folder = new Folder();
  const scope = new Scope();
  afterAll(() => folder[Symbol.dispose]());
  afterEach(() => scope[Symbol.asyncDispose]());

  const tone = track('tone', folder.tone(PITCH, 300));
  const open = async (volume = 100, more: More = {}): Promise<Opened> => {
    const opened = await openSnapcast(folder, { volume: percent(volume) }, more);
    scope.own(opened.player);
    return opened;
  };
  let rooms = 0;
  const room = ({ port }: Opened): SnapRoom => {
    rooms += 1;
    return scope.own(new SnapRoom(port, folder.file(`room-${rooms}.raw`), `room-${rooms}`));
  };
  /** How loud the tone is in the newest second of a room. */
  const heard = ({ file }: SnapRoom): Promise<number> =>
    existsSync(file) ? loudness(file, PITCH, 1) : Promise.resolve(Number.NEGATIVE_INFINITY);
  const audible = (where: SnapRoom): Promise<void> => expect.poll(() => heard(where), PATIENCE).toBeGreaterThan(AUDIBLE);
  /** How loud the tone is once there is a whole second of it, and not the end of its fade. */
  const fully = async (where: SnapRoom): Promise<number> => {
    await expect.poll(() => heard(where), PATIENCE).toBeGreaterThan(FULL);
    return heard(where);
  };
  const silent = (where: SnapRoom): Promise<void> => expect.poll(() => heard(where), PATIENCE).toBeLessThan(SILENT);

  playerContract('SnapcastPlayer', async () => ({
    player: (await openSnapcast(folder)).player,
    short: track('short', folder.tone(440, 1)),
    long: track('long', tone.url),
    loop: track('loop', folder.tone(660, 0.5), { endless: true }),
    unplayable: track('unplayable', folder.broken()),
    letItEnd: () => undefined,
  }));

  announcementContract('SnapcastPlayer', async () => {
    const server = scope.own(await serve(files({ sound: folder.tone(330, 0.5, 'wav'), noise: folder.broken() })));
    const messages = { sound: server.at('sound'), noSound: server.at('noise'), gone: server.at('gone') };
    return { player: (await openSnapcast(folder, { fetch_from: ['127.0.0.1'] })).player, long: tone, loop: tone, messages };
  });

  test('a track is heard in every room, and in one that comes later; the rooms are told in the log', { timeout: LIMIT }, async () => {
    const box = await open();
    const [kitchen, parlour] = [room(box), room(box)];
    await box.player.play(tone, NEVER);
    await Promise.all([audible(kitchen), audible(parlour)]);
    const late = room(box);
    await audible(late);
    expect(await heard(late)).toBeCloseTo(await heard(kitchen), -1);
    expect(box.log.lines.findLast(({ event }) => event === 'snapcast.rooms')?.fields).toMatchObject({ rooms: { length: 3 } });
  });

  test('a pause mutes and a resume unmutes the rooms; so do stop and the next track', { timeout: LIMIT }, async () => {
    const box = await open();
    const there = room(box);
    await box.player.play(tone, NEVER);
    await audible(there);
    await box.player.pause();
    await silent(there);
    await box.player.resume();
    await audible(there);
    await box.player.stop();
    await silent(there);
    await box.player.play(tone, NEVER);
    await audible(there);
  });

  test('the volume is that of the rooms, also of one that comes while it is low', { timeout: LIMIT }, async () => {
    const box = await open();
    const there = room(box);
    await box.player.play(tone, NEVER);
    const loud = await fully(there);
    await box.player.setVolume(percent(40));
    expect(box.player.volume).toBe(40);
    await expect.poll(() => heard(there), PATIENCE).toBeLessThan(loud - 10);
    const late = room(box);
    await expect.poll(() => heard(late), PATIENCE).toBeGreaterThan(SILENT);
    await expect.poll(async () => Math.abs((await heard(late)) - (await heard(there))), PATIENCE).toBeLessThan(3);
  });

  test('each room has a share of the volume and a mute of its own, which outlive the server and the player', {
    timeout: LIMIT,
  }, async () => {
    const box = await open();
    const [kitchen, parlour] = [room(box), room(box)];
    await box.player.play(tone, NEVER);
    await Promise.all([audible(kitchen), audible(parlour)]);
    const names = () => box.player.rooms.all.filter(({ connected }) => connected).map(({ id }) => id);
    await expect.poll(names, PATIENCE).toHaveLength(2);
    const [first, second] = [kitchen, parlour].map(({ file }) => /room-\d+/.exec(file)?.[0] ?? '') as [string, string];
    expect(names().sort()).toEqual([first, second].sort());
    let news = 0;
    box.player.rooms.onChange(() => {
      news += 1;
    });
    const loud = await fully(parlour);
    expect(await box.player.rooms.set(first, { muted: true })).toBe(true);
    expect(await box.player.rooms.set(second, { percent: percent(40) })).toBe(true);
    expect(await box.player.rooms.set('attic', { muted: true })).toBe(false);
    expect(news).toBe(2);
    await silent(kitchen);
    await expect.poll(() => heard(parlour), PATIENCE).toBeLessThan(loud - 10);
    expect(box.player.volume).toBe(100);
    process.kill(servers(box.log)[0] as number, 'SIGKILL');
    await expect.poll(() => servers(box.log).length, PATIENCE).toBe(2);
    await audible(parlour);
    await silent(kitchen);
    await box.player[Symbol.asyncDispose]();
    const again = await open();
    room(again);
    await expect.poll(() => again.player.rooms.all.length, PATIENCE).toBeGreaterThan(0);
    const kept = again.player.rooms.all.find(({ id }) => id === first);
    expect(kept).toMatchObject({ muted: true, connected: false });
  });

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'a server that gets %s is replaced, and the sound comes back by itself',
    {
      timeout: LIMIT,
    },
    async (signal) => {
      const box = await open();
      const there = room(box);
      await box.player.play(tone, NEVER);
      await audible(there);
      const mpvs = mpvsOf();
      process.kill(servers(box.log)[0] as number, signal);
      await expect.poll(() => servers(box.log).length, PATIENCE).toBe(2);
      // What is written from now on, and a little later, comes from the new one.
      const { seconds } = there;
      await expect.poll(() => there.seconds, PATIENCE).toBeGreaterThan(seconds + 4);
      await audible(there);
      expect(mpvsOf()).toEqual(mpvs);
      expect(box.log.events).not.toContain('player.died');
      expect(box.player.playback.kind).toBe('playing');
    },
  );

  test('without snapserver that is said once, mpv plays on, and it is picked up once it is there', { timeout: LIMIT }, async () => {
    const folders: string[] = [];
    const box = await open(100, { folders });
    const told: boolean[] = [];
    box.player.onEvent(({ kind }) => void (kind === 'audible' && told.push(box.player.audible)));
    expect(await box.player.play(tone, NEVER)).toEqual({ ok: true, value: undefined });
    expect(box.player.audible).toBe(false);
    const there = room(box);
    folders.push('/usr/bin'); // installed
    await audible(there);
    expect(told.at(-1)).toBe(true);
    expect(box.log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { event: 'snapcast.failed', fields: { why: expect.stringContaining('apt install snapserver') } },
    ]);
    expect(box.log.events).not.toContain('player.died');
  });

  test('a port in use is said with what to do, and taken when it is free', { timeout: LIMIT }, async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const box = await open(100, { port });
    await expect.poll(() => box.log.events, PATIENCE).toContain('snapcast.port_taken');
    expect(box.log.lines.find(({ event }) => event === 'snapcast.port_taken')?.fields).toMatchObject({
      why: expect.stringMatching(/snapserver service.*player\.output/),
    });
    other.close();
    await expect.poll(() => servers(box.log).length, PATIENCE).toBe(1);
  });
});
