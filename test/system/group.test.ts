import { existsSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageOf } from '../../src/mqtt/group/message.ts';
import { cv, owned } from '../../src/shared/opencv.ts';
import { clip, root } from '../assets.ts';
import { chance } from '../fixtures/chance.ts';
import { plays, seeing, viewFrom } from '../group/made.ts';
import { malformedLines } from '../mqtt/malformed.ts';
import { Broker, Ear, say, sayAll } from '../mqtt/setting.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';

/**
 * A café with three built boxes on one real mosquitto; only the one at the door has somebody before its camera. One life, told in order.
 */
const PATIENCE = { timeout: 60_000, interval: 100 };
const BOXES = ['bar', 'door', 'window'] as const;
type Name = (typeof BOXES)[number];

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('three boxes of one group', () => {
  const boxes = new Map<Name, RunningBox>();
  let broker: Broker;
  let ear: Ear;
  const latest = (name: Name, topic: string): string | undefined => ear.last(`moodbox/${name}/${topic}`);
  const mood = (name: Name): string | undefined => latest(name, 'mood');
  const attributes = (name: Name) => JSON.parse(latest(name, 'mood/attributes') ?? '{}') as { members?: string[]; plays?: string };
  const playing = (among: readonly Name[]): readonly Name[] => among.filter((name) => latest(name, 'playback') === 'playing');
  const started = (name: Name): readonly string[] => ear.on(`moodbox/${name}/playback`).filter((playback) => playback === 'playing');

  async function start(name: Name): Promise<void> {
    const folder = boxes.get(name)?.folder ?? (await tempFolder());
    const source = name === 'door' ? clip() : await emptyRoom(folder);
    const config = {
      camera: { source, fps: 5 },
      mood: { hold: '1s', min_confidence: 0.3 },
      presence: { hold: '5s' },
      // The one at the door may be the one that is killed: the music goes on while nobody is seen.
      music: { order: ['loops'], change_after: '5m', away: 'continue' },
      player: { output: `pcm:${join(folder, 'sound.wav')}`, fade: '100ms' },
      mqtt: { url: broker.url, id: name, group: 'cafe' },
      web: { port: 0 },
      state: { dir: join(folder, 'state') },
    };
    boxes.set(name, await startBox(folder, config));
  }

  beforeAll(async () => {
    broker = await Broker.open();
    ear = await Ear.open(broker.port);
    await Promise.all(BOXES.map(start));
  }, 120_000);

  afterAll(async () => {
    for (const box of boxes.values()) await box[Symbol.asyncDispose]();
    await ear?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
  });

  const agree = async (among: readonly Name[]): Promise<void> =>
    expect.poll(() => new Set(among.map(mood)).size === 1 && mood(among[0] as Name) !== 'away', PATIENCE).toBe(true);

  test('all tell the mood that one of them sees, and exactly one plays', { timeout: 120_000 }, async () => {
    await agree(BOXES);
    await expect.poll(() => BOXES.map((name) => attributes(name).members), PATIENCE).toEqual([BOXES, BOXES, BOXES]);
    await expect.poll(() => playing(BOXES).length, PATIENCE).toBe(1);
    const [player] = playing(BOXES);
    await expect.poll(() => BOXES.map((name) => attributes(name).plays), PATIENCE).toEqual([player, player, player]);
    expect(latest('bar', 'face')).toBe('OFF');
  });

  test('what is pressed on any of them counts for all', { timeout: 120_000 }, async () => {
    const [player] = playing(BOXES);
    const silent = BOXES.filter((name) => name !== player);
    await say(broker.port, `moodbox/${silent[0]}/override/set`, 'sad');
    await expect.poll(() => BOXES.map(mood), PATIENCE).toEqual(['sad', 'sad', 'sad']);
    await expect.poll(() => BOXES.map((name) => latest(name, 'override')), PATIENCE).toEqual(['sad', 'sad', 'sad']);
    await expect.poll(() => JSON.parse(latest(player as Name, 'track/attributes') ?? '{}').mood, PATIENCE).toBe('sad');
    await say(broker.port, `moodbox/${silent[1]}/pause/set`, 'PRESS');
    await expect.poll(() => latest(player as Name, 'playback'), PATIENCE).toBe('paused');
    await say(broker.port, `moodbox/${silent[1]}/play/set`, 'PRESS');
    await expect.poll(() => playing(BOXES), PATIENCE).toEqual([player]);
    await say(broker.port, `moodbox/${silent[0]}/volume/set`, '35');
    await expect.poll(() => BOXES.map((name) => latest(name, 'volume')), PATIENCE).toEqual(['35', '35', '35']);
    await say(broker.port, `moodbox/${player}/override/set`, 'auto');
    await expect.poll(() => BOXES.map((name) => latest(name, 'override')), PATIENCE).toEqual(['auto', 'auto', 'auto']);
    await agree(BOXES);
    expect(silent.flatMap(started)).toEqual([]);
  });

  test('the music is handed over to the box that somebody names on the page of another, and back', { timeout: 120_000 }, async () => {
    const [player] = playing(BOXES) as [Name];
    const [third, heir] = BOXES.filter((name) => name !== player) as [Name, Name];
    const begun = started(third).length;
    const hand = async (at: Name, to: Name) => {
      const headers = { 'content-type': 'application/json' };
      const url = new URL('/api/group/plays', boxes.get(at)?.url);
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ id: to }) })).status;
    };
    expect(await hand(third, heir)).toBe(200); // which asks the one that plays
    await expect.poll(() => playing(BOXES), PATIENCE).toEqual([heir]);
    await expect.poll(() => BOXES.map((name) => attributes(name).plays), PATIENCE).toEqual([heir, heir, heir]);
    expect(await hand(heir, player)).toBe(200);
    await expect.poll(() => playing(BOXES), PATIENCE).toEqual([player]);
    await expect.poll(() => BOXES.map((name) => attributes(name).plays), PATIENCE).toEqual([player, player, player]);
    expect(await hand(heir, 'nowhere' as Name)).toBe(409);
    expect(started(third).length).toBe(begun);
  });

  test('thousands of malformed messages, in the name of boxes and of strangers, change nothing', { timeout: 120_000 }, async () => {
    const before = BOXES.map((name) => [attributes(name).members, attributes(name).plays, latest(name, 'playback')]);
    const forged = viewFrom('bar', { role: plays(99), mood: 'fear', sight: seeing('fear', 60) });
    const bad = malformedLines(messageOf(forged), 3000, chance(31));
    for (const topic of ['bar', 'door', '0', 'door/set']) await sayAll(broker.port, `moodbox/group/cafe/${topic}`, bad);
    const heard = ear.heard.length;
    const since = () => ear.heard.slice(heard).filter(({ topic }) => topic === 'moodbox/group/cafe/window');
    await expect.poll(() => since().length, PATIENCE).toBeGreaterThan(6);
    expect(BOXES.map((name) => [attributes(name).members, attributes(name).plays, latest(name, 'playback')])).toEqual(before);
    expect(BOXES.map(mood)).not.toContain('fear');
  });

  test('a broker that restarts moves nothing: the same one plays on, and the others stay silent', { timeout: 120_000 }, async () => {
    const [player] = playing(BOXES);
    const music = (name: Name): readonly string[] => boxes.get(name)?.said.filter((line) => line.startsWith('music')) ?? [];
    const before = BOXES.map(music);
    await broker.stop();
    await expect.poll(() => BOXES.every((name) => boxes.get(name)?.said.at(-1)?.startsWith('broker  lost')), PATIENCE).toBe(true);
    const heard = ear.heard.length;
    await broker.start();
    const since = (name: Name) => ear.heard.slice(heard).filter(({ topic }) => topic === `moodbox/group/cafe/${name}`);
    // So many words are more than the time that a box listens before it may play.
    await expect.poll(() => BOXES.every((name) => since(name).length >= 8), PATIENCE).toBe(true);
    expect(BOXES.map((name) => attributes(name).plays)).toEqual([player, player, player]);
    expect(BOXES.map(music)).toEqual(before);
  });

  test('killed, the one that plays is followed by another within seconds, and comes back without a jump', {
    timeout: 120_000,
  }, async () => {
    const [first] = playing(BOXES) as [Name];
    const rest = BOXES.filter((name) => name !== first);
    await boxes.get(first)?.stop('SIGKILL');
    await expect.poll(() => playing(rest).length, { timeout: 15_000, interval: 100 }).toBe(1);
    const [second] = playing(rest);
    await expect.poll(() => rest.map((name) => attributes(name).members), PATIENCE).toEqual([rest, rest]);
    const plays = started(second as Name).length;
    await start(first);
    await expect.poll(() => BOXES.map((name) => attributes(name).members), PATIENCE).toEqual([BOXES, BOXES, BOXES]);
    await expect.poll(() => attributes(first).plays, PATIENCE).toBe(second);
    await expect.poll(() => latest(first, 'playback'), PATIENCE).toBe('silent');
    expect(playing(BOXES)).toEqual([second]);
    expect(started(second as Name).length).toBe(plays);
  });

  test('the mood follows those that are left: without the one at the door, nobody is there', { timeout: 120_000 }, async () => {
    await boxes.get('door')?.stop('SIGKILL');
    await expect.poll(() => [mood('bar'), mood('window')], PATIENCE).toEqual(['away', 'away']);
    await expect.poll(() => attributes('bar').plays === attributes('window').plays, PATIENCE).toBe(true);
    expect(['bar', 'window']).toContain(attributes('bar').plays);
    expect([...boxes.values()].flatMap(({ log }) => log.filter((line) => /uncaught|unhandled|TypeError/i.test(line)))).toEqual([]);
  });
});

/** A folder with one picture of nothing. */
async function emptyRoom(folder: string): Promise<string> {
  const room = join(folder, 'room');
  await mkdir(room, { recursive: true });
  using grey = owned(new cv.Mat(240, 320, cv.CV_8UC3, [120, 120, 120]));
  writeFileSync(join(room, 'empty.png'), cv.imencode('.png', grey));
  return room;
}
