import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../src/domain/history.ts';
import { SqliteArchive } from '../../src/history/archive.ts';
import { historyFile } from '../../src/history/open.ts';
import { photo, root } from '../assets.ts';
import { call } from '../cli/call.ts';
import { EVERYTHING } from '../contracts/history.ts';
import { Broker, Ear, hasMosquitto, say } from '../mqtt/setting.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';

const PATIENCE = { timeout: 60_000, interval: 200 };
/** Two people who smile. */
const TWO = photo(1);

type Told = {
  readonly mood: string;
  readonly expression: string;
  readonly scores?: object;
  readonly confidence: number;
  readonly faces: readonly object[];
  readonly camera: { readonly kind: string };
  readonly presence: { readonly kind: string; readonly by?: string };
};

const built = existsSync(join(root, 'dist/cli/main.js')) && hasMosquitto;

describe.runIf(built)('the built daemon in a venue', { timeout: 150_000 }, () => {
  let broker: Broker;
  let ear: Ear;

  beforeAll(async () => {
    broker = await Broker.open();
    ear = await Ear.open(broker.port);
  });
  afterAll(async () => {
    await ear?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
  });

  const start = async (id: string, people: number): Promise<RunningBox> => {
    const folder = await tempFolder();
    return startBox(folder, {
      ...{ venue: true, venue_people: people },
      ...{ camera: { source: TWO }, mood: { hold: '1s' }, presence: { hold: '2s' }, music: { order: ['loops'] } },
      ...{ player: { output: 'null' }, mqtt: { url: broker.url, id }, web: { port: 0 }, state: { dir: join(folder, 'state') } },
    });
  };
  const told = async ({ url }: RunningBox): Promise<Told> => (await (await fetch(`${url}/api/report`)).json()) as Told;
  const post = (url: string, body: object): Promise<Response> =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const switchOn = ({ url }: RunningBox): Promise<Response> => post(`${url}/api/commands`, { type: 'camera', on: true });
  const historyIn = ({ folder }: RunningBox): string => historyFile(join(folder, 'state'));
  const moods = (box: RunningBox): readonly HistoryEntry[] => {
    using archive = SqliteArchive.open(historyIn(box));
    return (archive?.entries(EVERYTHING) ?? []).filter(({ kind }) => kind === 'mood');
  };
  const confirmOnThePage = async ({ url }: RunningBox): Promise<void> => {
    const { keeps, wording } = (await (await fetch(`${url}/api/venue`)).json()) as { keeps: string; wording: number };
    expect((await post(`${url}/api/venue/confirm`, { keeps, wording })).status).toBe(200);
  };

  test('the camera is off at the first start, and refused by the page and MQTT until the notice is confirmed in a shell', async () => {
    await using box = await start('shell', 3);
    expect((await told(box)).camera.kind).toBe('off');
    await expect.poll(() => box.log.some((line) => line.includes('venue.unconfirmed')), PATIENCE).toBe(true);
    const refused = await switchOn(box);
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: expect.stringContaining("'moodbox venue confirm'"), code: 'notice_unconfirmed' },
    ]);
    await say(broker.port, 'moodbox/shell/camera/set', 'ON');
    await expect.poll(() => box.log.filter((line) => line.includes('mqtt.command_refused')).length, PATIENCE).toBe(1);
    expect((await told(box)).camera.kind).toBe('off');
    await expect.poll(() => ear.last('moodbox/shell/camera'), PATIENCE).toBe('OFF');

    const { status } = await call(['venue', 'confirm', '--config', join(box.folder, 'moodbox.yaml')]);
    expect(status).toBe(0);
    expect((await told(box)).camera.kind).toBe('off'); // confirming is not switching on
    expect((await switchOn(box)).status).toBe(202);
    await expect.poll(async () => (await told(box)).camera.kind, PATIENCE).toBe('watching');
  });

  test('below the fewest people nothing of a face is told to the page, to MQTT or to the history: only that somebody is there', async () => {
    const seen: Told[] = [];
    await using box = await start('few', 3);
    await confirmOnThePage(box);
    await switchOn(box);
    await expect.poll(async () => (await told(box)).presence.kind, PATIENCE).toBe('present');
    await expect.poll(async () => seen.push(await told(box)), PATIENCE).toBe(40);
    const topic = (name: string): readonly string[] => ear.on(`moodbox/few/${name}`);
    // MQTT tells of these every few seconds only.
    await expect.poll(() => topic('scores').length > 0 && topic('confidence').length > 0, PATIENCE).toBe(true);
    await box.stop();
    expect(new Set(seen.map(({ presence }) => presence.by))).toEqual(new Set(['movement']));
    expect(new Set(seen.map(({ expression }) => expression))).toEqual(new Set(['none']));
    expect(seen.filter(({ faces, scores, confidence }) => faces.length > 0 || scores !== undefined || confidence > 0)).toEqual([]);
    expect(new Set([...topic('scores'), ...topic('people'), ...topic('confidence')])).toEqual(new Set(['{}', '0', 'None']));
    expect(new Set([...topic('face'), ...topic('expression')])).toEqual(new Set(['OFF', 'None', 'none']));
    for (const mood of [...topic('mood'), ...moods(box).map((each) => (each.kind === 'mood' ? each.mood : ''))])
      expect(['away', 'neutral']).toContain(mood);
    expect(readFileSync(historyIn(box)).includes('happy')).toBe(false);
  });

  test('with enough people their common mood is told and kept, but of no face more than its place', async () => {
    await using box = await start('many', 2);
    await confirmOnThePage(box);
    await switchOn(box);
    await expect.poll(async () => (await told(box)).mood, PATIENCE).toBe('happy');
    const { faces } = await told(box);
    expect(faces).toHaveLength(2);
    expect(new Set(faces.flatMap((face) => Object.keys(face)))).toEqual(new Set(['id', 'box', 'unsure', 'counts']));
    expect(await (await fetch(`${box.url}/api/faces`)).json()).toEqual({ faces: [] });
    const refused = async (path: string, body: object): Promise<number> => (await post(`${box.url}/api/${path}`, body)).status;
    expect(await refused('explain', { camera: '', id: 1 })).toBe(409);
    expect(await refused('preview', { on: true })).toBe(409);
    await expect.poll(() => ear.last('moodbox/many/people'), PATIENCE).toBe('2');
    await box.stop();
    expect(moods(box).some((each) => each.kind === 'mood' && each.mood === 'happy')).toBe(true);
  });
});
