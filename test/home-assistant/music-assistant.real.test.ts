import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceOf } from '../../src/mqtt/home-assistant/discovery.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { root } from '../assets.ts';
import { Broker, EVERYTHING, hasMosquitto, mqttConfig, say } from '../mqtt/setting.ts';
import { HomeAssistant, PATIENCE, until } from './home-assistant.ts';
import { CLEARING_UP, LONG, rootsFor, SETTING_UP } from './living-room.ts';
import { isAtLeast } from './root.ts';

/** The blueprint for Music Assistant in a real Home Assistant. Action and player are a stub; the events are what a box says on MQTT. */
const MOOD_CHANGED = 'event.moodbox_living_room_mood_changed';
const MEMORY = 'input_text.begun';
const PLAYER = 'media_player.stub';

const config = mqttConfig({ id: 'living-room' });
const topics = topicsOf(config);

/** Two automations of the same blueprint: one that remembers, and one in quiet hours that last all day. */
const CONFIGURATION = `
input_text:
  begun:
media_player:
  - platform: music_assistant
automation moodbox:
  - id: remembers
    alias: remembers
    use_blueprint:
      path: moodbox/music-assistant-plays-the-mood.yaml
      input:
        mood_changed: ${MOOD_CHANGED}
        player: ${PLAYER}
        sad: calm
        fear: calm
        angry: ""
        disgust: nowhere
        memory: ${MEMORY}
  - id: quiet
    alias: quiet
    use_blueprint:
      path: moodbox/music-assistant-plays-the-mood.yaml
      input:
        mood_changed: ${MOOD_CHANGED}
        player: ${PLAYER}
        happy: never in quiet hours
        stop_when_empty: false
        quiet_from: "00:00:00"
        quiet_to: "23:59:59"
`;

type Told = { readonly play?: readonly string[]; readonly stop?: true; readonly volume?: number };

/** As the blueprint says. */
const roots = rootsFor('the blueprint for Music Assistant', (here) => isAtLeast(here, '2025.2.0'));

describe.runIf(hasMosquitto).each(roots)('the blueprint for Music Assistant in Home Assistant $release', (here) => {
  let broker: Broker;
  let home: HomeAssistant;

  const told = async (): Promise<readonly Told[]> => ((await home.states()).get(PLAYER)?.attributes.told ?? []) as readonly Told[];
  const played = async () => (await told()).map(({ play, stop }) => (stop ? 'stop' : play?.join()));

  const lastRun = async () => (await home.states()).get('automation.remembers')?.attributes ?? {};

  /** As the box says it. Both automations have heard it, and are done with it. */
  const change = async (from: string, to: string): Promise<void> => {
    const { last_triggered: before } = await lastRun();
    await say(broker.port, topics.moodChanged, JSON.stringify({ event_type: to, from, to, confidence: 80 }));
    await expect.poll(async () => (await lastRun()).last_triggered, PATIENCE).not.toBe(before);
    await expect.poll(async () => (await lastRun()).current, PATIENCE).toBe(0);
  };

  beforeAll(async () => {
    broker = await Broker.open();
    home = await HomeAssistant.open(here, broker.port, {
      configuration: CONFIGURATION,
      files: (folder) => {
        const blueprints = join(folder, 'blueprints/automation/moodbox');
        mkdirSync(blueprints, { recursive: true });
        const file = 'music-assistant-plays-the-mood.yaml';
        cpSync(join(root, 'config/home-assistant/blueprints', file), join(blueprints, file));
        cpSync(join(root, 'test/home-assistant/stub'), join(folder, 'custom_components/music_assistant'), { recursive: true });
      },
    });
    const box = deviceOf(config, topics, { version: '1' }, EVERYTHING);
    await say(broker.port, topics.config, JSON.stringify(box), ['-r']);
    await say(broker.port, topics.availability, 'online', ['-r']);
    await until(async () => (await home.state(MOOD_CHANGED)) === 'unknown');
    await until(async () => (await home.state('automation.remembers')) === 'on');
  }, SETTING_UP);

  afterAll(async () => {
    await home?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
  }, CLEARING_UP);

  test('a mood has its playlist, and one with the same playlist does not begin it anew', LONG, async () => {
    await change('neutral', 'happy');
    await expect.poll(played, PATIENCE).toEqual(['happy']);
    expect((await told())[0]).toMatchObject({ play: ['happy'], media_type: 'playlist', enqueue: 'replace', radio_mode: false });
    await expect.poll(() => home.state(MEMORY), PATIENCE).toBe('happy');
    await change('happy', 'sad');
    await expect.poll(played, PATIENCE).toEqual(['happy', 'calm']);
    await change('sad', 'fear');
    expect(await played()).toEqual(['happy', 'calm']);
  });

  test('a mood without a playlist changes nothing, and back from it nothing begins anew', LONG, async () => {
    await change('fear', 'angry');
    await change('angry', 'sad');
    expect(await played()).toEqual(['happy', 'calm']);
  });

  test('a playlist that is not found is not noted', LONG, async () => {
    await change('sad', 'disgust');
    expect(await played()).toEqual(['happy', 'calm']);
    expect(await home.state(MEMORY)).toBe('calm');
  });

  test('an empty room stops the music, and the first mood afterwards begins its own', LONG, async () => {
    await change('disgust', 'away');
    await expect.poll(played, PATIENCE).toEqual(['happy', 'calm', 'stop']);
    await expect.poll(() => home.state(MEMORY), PATIENCE).toBe('');
    await change('away', 'sad');
    await expect.poll(played, PATIENCE).toEqual(['happy', 'calm', 'stop', 'calm']);
  });

  test('a box that comes back begins nothing', LONG, async () => {
    const { last_triggered: before } = await lastRun();
    await say(broker.port, topics.availability, 'offline', ['-r']);
    await expect.poll(() => home.state(MOOD_CHANGED), PATIENCE).toBe('unavailable');
    await say(broker.port, topics.availability, 'online', ['-r']);
    await expect.poll(() => home.state(MOOD_CHANGED), PATIENCE).not.toBe('unavailable');
    expect((await lastRun()).last_triggered).toBe(before);
    await change('sad', 'happy');
    await expect.poll(played, PATIENCE).toEqual(['happy', 'calm', 'stop', 'calm', 'happy']);
  });

  test('the volume was never touched, and in quiet hours nothing was begun', async () => {
    expect((await told()).filter(({ volume }) => volume !== undefined)).toEqual([]);
    expect(await played()).not.toContain('never in quiet hours');
    expect((await home.states()).get(PLAYER)?.attributes.volume_level).toBe(0.3);
  });

  test('Home Assistant complains only of the playlist that was not found', async () => {
    const complaints = (await home.complaints()).filter((each) => /blueprint|moodbox|remembers|quiet|music_assistant/i.test(each));
    expect(complaints.filter((each) => !/nowhere|custom integration|not been tested/.test(each))).toEqual([]);
  });
});
