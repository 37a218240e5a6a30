import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { photo, root } from '../assets.ts';
import { Broker, hasMosquitto, say } from '../mqtt/setting.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';

const PATIENCE = { timeout: 60_000, interval: 200 };

type Told = { readonly mood: string; readonly expression: string; readonly senses?: readonly object[] };

const built = existsSync(join(root, 'dist/cli/main.js')) && hasMosquitto;

describe.runIf(built)('the built daemon and the senses of other devices', { timeout: 150_000 }, () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await Broker.open();
  });
  afterAll(() => broker?.[Symbol.asyncDispose]());

  const start = async (more: object = {}): Promise<RunningBox> => {
    const folder = await tempFolder();
    return startBox(folder, {
      ...{ camera: { source: photo(1) }, music: { order: ['loops'] }, player: { output: 'null' } },
      ...{ mqtt: { url: broker.url, id: 'sense' }, web: { port: 0 }, state: { dir: join(folder, 'state') } },
      ...more,
    });
  };
  const post = async ({ url }: RunningBox, path: string, body: object) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const told = async ({ url }: RunningBox): Promise<Told> => (await (await fetch(`${url}/api/report`)).json()) as Told;
  const moodOf = (box: RunningBox) => expect.poll(async () => (await told(box)).mood, PATIENCE);

  test('with the camera off, a sensor says that somebody is there, and a watch and a voice how they feel', async () => {
    await using box = await start();
    await post(box, '/api/commands', { type: 'camera', on: false });
    await post(box, '/api/commands', { type: 'presence', on: true });
    const heard = await post(box, '/api/sense', { name: 'Watch', valence: -0.7, arousal: -0.4, for: '10m' });
    expect(heard).toEqual({ status: 200, body: { senses: [{ name: 'Watch', emotion: 'sad', weight: 0.5 }] } });
    await moodOf(box).toBe('sad');
    expect(await told(box)).toMatchObject({ expression: 'none', senses: [{ name: 'Watch' }] });

    await post(box, '/api/sense', { name: 'Watch', emotion: null });
    await say(broker.port, 'moodbox/sense/sense/set', '{"name":"Voice","emotion":"happy","weight":1,"for":"10m"}');
    await moodOf(box).toBe('happy');
    expect((await told(box)).senses).toEqual([{ name: 'Voice', emotion: 'happy', weight: 1 }]);

    expect(await post(box, '/api/sense', { name: 'Watch', emotion: 'bored' })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/one of angry/) },
    });
    expect(await post(box, '/api/sense', { name: 'Watch', valence: 0 })).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/each from -1 to 1/) },
    });
    await say(broker.port, 'moodbox/sense/sense/set', 'happy');
    await expect.poll(() => box.log.some((line) => line.includes('mqtt.bad_command') && line.includes('such as')), PATIENCE).toBe(true);
  });

  test.each([
    ['in a venue', { venue: true }, /nobody is read alone/],
    ['where mood.senses is off', { mood: { senses: 'off' } }, /mood\.senses/],
  ])('no other device has a say %s', async (_where, more, sentence) => {
    await using box = await start(more);
    const refused = await post(box, '/api/sense', { name: 'Watch', emotion: 'sad' });
    expect(refused).toMatchObject({ status: 409, body: { error: expect.stringMatching(sentence) } });
    expect((await told(box)).senses).toBeUndefined();
  });
});
