import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXPRESSIONS, MOODS } from '../../../src/domain/emotion.ts';
import { deviceOf } from '../../../src/mqtt/home-assistant/discovery.ts';
import { restraintsOf, statesOf } from '../../../src/mqtt/home-assistant/states.ts';
import { topicsOf } from '../../../src/mqtt/topics.ts';
import { root } from '../../assets.ts';
import { happyReport } from '../../fakes/box.ts';
import { EVERYTHING, mqttConfig } from '../setting.ts';

/** Keys by Home Assistant's MQTT schemas (2025 to 2026): an unknown one at the top, in `dev` or in `o` drops the whole device. */
const TOP = [
  ...['dev', 'device', 'o', 'origin', 'cmps', 'components', 'availability', 'availability_mode', 'availability_template'],
  ...['availability_topic', 'payload_available', 'payload_not_available', 'state_topic', 'command_topic', 'qos', 'encoding'],
];
const DEVICE = [
  ...['identifiers', 'connections', 'manufacturer', 'model', 'model_id', 'name', 'hw_version', 'serial_number', 'sw_version'],
  ...['via_device', 'suggested_area', 'configuration_url'],
];
const ORIGIN = ['name', 'sw_version', 'support_url'];
/** …and an unknown one in a component is lost in silence. */
const COMMON = [
  ...['p', 'platform', 'unique_id', 'name', 'default_entity_id', 'icon', 'entity_category', 'entity_picture', 'enabled_by_default'],
  ...['json_attributes_topic', 'json_attributes_template', 'qos', 'encoding', 'device', 'origin'],
  ...['availability', 'availability_mode', 'availability_template', 'availability_topic', 'payload_available', 'payload_not_available'],
];
const READ = ['state_topic', 'value_template', 'device_class'];
const WRITTEN = ['command_topic', 'command_template', 'retain', 'optimistic'];
const PLATFORM: Readonly<Record<string, readonly string[]>> = {
  sensor: [
    ...READ,
    'options',
    'unit_of_measurement',
    'state_class',
    'expire_after',
    'force_update',
    'suggested_display_precision',
    'last_reset_value_template',
  ],
  binary_sensor: [...READ, 'payload_on', 'payload_off', 'off_delay', 'expire_after', 'force_update'],
  event: [...READ, 'event_types'],
  number: [...READ, ...WRITTEN, 'min', 'max', 'step', 'mode', 'unit_of_measurement', 'payload_reset'],
  select: [...READ, ...WRITTEN, 'options'],
  switch: [...READ, ...WRITTEN, 'payload_on', 'payload_off', 'state_on', 'state_off'],
  button: ['command_topic', 'command_template', 'retain', 'payload_press', 'device_class'],
  image: ['image_topic', 'url_topic', 'url_template', 'image_encoding', 'content_type'],
  update: [
    ...['state_topic', 'value_template', 'device_class', 'command_topic', 'retain', 'payload_install', 'title', 'release_url'],
    ...['release_summary', 'latest_version_topic', 'latest_version_template', 'display_precision'],
  ],
};
/** The states and units that a sensor's class allows; another unit rejects the entity. */
const UNITS: Readonly<Record<string, readonly string[]>> = { temperature: ['°C', '°F', 'K'] };
const CLASSES: Readonly<Record<string, readonly string[]>> = { sensor: ['enum', 'temperature'], binary_sensor: ['occupancy', 'problem'] };
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  sensor: ['state_topic'],
  binary_sensor: ['state_topic'],
  event: ['state_topic', 'event_types'],
  number: ['state_topic', 'command_topic', 'min', 'max', 'step'],
  select: ['state_topic', 'command_topic', 'options'],
  switch: ['state_topic', 'command_topic'],
  button: ['command_topic', 'payload_press'],
  image: [],
  update: ['state_topic'],
};

const config = mqttConfig({ id: 'cafe', name: 'Café' });
const topics = topicsOf(config);
const device = deviceOf(config, topics, { version: '1.2.3' }, EVERYTHING);
const components = Object.entries(device.cmps);
const beyond = (value: object, allowed: readonly string[]) => Object.keys(value).filter((key) => !allowed.includes(key));

describe('the device payload', () => {
  test('has the required keys, and none that Home Assistant does not know', () => {
    expect(beyond(device, TOP)).toEqual([]);
    expect(beyond(device.dev, DEVICE)).toEqual([]);
    expect(beyond(device.o, ORIGIN)).toEqual([]);
    expect(device).toMatchObject({
      dev: { identifiers: ['moodbox_cafe'], name: 'Café', sw_version: '1.2.3' },
      o: { name: 'moodbox', sw_version: '1.2.3' },
      availability: [{ topic: 'moodbox/cafe/availability', payload_available: 'online', payload_not_available: 'offline' }],
    });
  });

  test('is plain JSON', () => expect(JSON.parse(JSON.stringify(device))).toEqual(device));

  test('has what people asked for', () =>
    expect(Object.fromEntries(components.map(([key, { p }]) => [key, p]))).toEqual({
      mood: 'sensor',
      mood_changed: 'event',
      expression: 'sensor',
      presence: 'binary_sensor',
      face: 'binary_sensor',
      people: 'sensor',
      confidence: 'sensor',
      frame_rate: 'sensor',
      guest: 'sensor',
      moodbox_now: 'button',
      unsure: 'binary_sensor',
      score_angry: 'sensor',
      score_disgust: 'sensor',
      score_fear: 'sensor',
      score_happy: 'sensor',
      score_sad: 'sensor',
      score_surprise: 'sensor',
      score_neutral: 'sensor',
      live_picture: 'binary_sensor',
      now_playing: 'sensor',
      music: 'sensor',
      cover: 'image',
      volume: 'number',
      override: 'select',
      camera: 'switch',
      autoplay: 'switch',
      play: 'button',
      pause: 'button',
      next: 'button',
      stop: 'button',
      like: 'button',
      dislike: 'button',
      undo: 'button',
      position: 'number',
      capture: 'button',
      camera_problem: 'binary_sensor',
      temperature: 'sensor',
      ytdlp: 'update',
    }));

  test('two boxes share no unique id and no entity id', () => {
    const other = deviceOf(mqttConfig({ id: 'bar', name: 'Bar' }), topicsOf(mqttConfig({ id: 'bar' })), { version: '1.2.3' }, EVERYTHING);
    const ids = [...components, ...Object.entries(other.cmps)].flatMap(([, each]) => [each.unique_id, each.default_entity_id]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe.each(components)('%s', (key, component) => {
  const allowed = [...COMMON, ...(PLATFORM[component.p] ?? [])];

  test('is a known platform with all its required keys and no unknown one', () => {
    expect(Object.keys(PLATFORM)).toContain(component.p);
    expect(beyond(component, allowed)).toEqual([]);
    expect(REQUIRED[component.p]?.filter((each) => component[each] === undefined)).toEqual([]);
    expect(component.unique_id).toBe(`moodbox_cafe_${key}`);
  });

  test('speaks on topics that the box really uses', () => {
    const known = [...statesOf(happyReport, topics).keys(), topics.moodChanged, topics.state.cover];
    for (const name of ['state_topic', 'json_attributes_topic', 'image_topic'])
      if (component[name]) expect(known).toContain(component[name]);
    if (component.command_topic) expect(Object.values(topics.set)).toContain(component.command_topic);
    expect(component.retain ?? false).toBe(false);
  });

  test('has a name that does not repeat the device, a known icon family, and a valid entity id', () => {
    if (key === 'mood') expect(component.name).toBeNull();
    else expect(component.name).not.toMatch(/moodbox|café/i);
    if (component.icon) expect(component.icon).toMatch(/^mdi:[a-z-]+$/);
    expect(component.default_entity_id).toBe(`${component.p}.moodbox_cafe_${key}`);
  });

  test('has an availability that Home Assistant takes: a list of topics that the box really uses, all of which must be online', () => {
    // The device's own comes into every component; a single topic beside a list would reject it ("two or more values in the same group of
    // exclusion").
    const merged = { ...device, ...component };
    expect(merged).not.toHaveProperty('availability_topic');
    const list = merged.availability as { topic: string }[];
    expect(merged).toHaveProperty('availability_mode', 'all');
    expect(list[0]?.topic).toBe(topics.availability);
    for (const item of list) {
      expect(Object.keys(item)).toEqual(['topic', 'payload_available', 'payload_not_available']);
      expect([topics.availability, ...statesOf(happyReport, topics).keys()]).toContain(item.topic);
    }
  });

  test('keeps the rules of its kind', () => {
    const category = component.entity_category;
    if (component.p === 'sensor' || component.p === 'binary_sensor') expect([undefined, 'diagnostic']).toContain(category);
    if (component.device_class === 'enum') {
      expect(component.options).not.toHaveLength(0);
      expect(
        beyond(
          component,
          [...allowed].filter((each) => each !== 'unit_of_measurement' && each !== 'state_class'),
        ),
      ).toEqual([]);
    }
    if (component.device_class) expect(CLASSES[component.p]).toContain(component.device_class);
    const units = UNITS[String(component.device_class)];
    if (units) expect(units).toContain(component.unit_of_measurement);
    if (component.state_class) expect(component.p).toBe('sensor');
    if (category) expect(['diagnostic', 'config']).toContain(category);
    if (component.p === 'image') expect(['image_topic', 'url_topic'].filter((topic) => component[topic])).toHaveLength(1);
    if (component.p === 'image' && component.content_type) expect(component).not.toHaveProperty('url_topic');
    if (component.p === 'update' && component.command_topic) expect(component.payload_install).toBeTruthy();
    if (component.p === 'event') expect(component.event_types).not.toHaveLength(0);
    if (component.p === 'number') expect(component.step).toBeGreaterThanOrEqual(0.001);
    expect(component).not.toHaveProperty('expire_after');
    expect(component).not.toHaveProperty('object_id');
  });
});

test.each([
  ['mood', topics.state['mood/availability']],
  ['expression', topics.state['expression/availability']],
  ['confidence', topics.state['expression/availability']],
  ['face', topics.state['face/availability']],
  ['people', topics.state['face/availability']],
  ['frame_rate', topics.state['face/availability']],
])('%s is there only while %s is online', (key, topic) =>
  expect(device.cmps[key]).toMatchObject({ availability: [{ topic: topics.availability }, { topic }] }),
);

test.each(['presence', 'camera_problem', 'override', 'camera', 'music', 'capture'])('%s is there whatever the camera does', (key) =>
  expect(device.cmps[key]).not.toHaveProperty('availability'),
);

test('the moods and the music states that are told are among the options', () => {
  expect(device.cmps.mood?.options).toEqual([...MOODS]);
  expect(device.cmps.expression?.options).toEqual([...EXPRESSIONS]);
  expect(device.cmps.override?.options).toEqual(['auto', ...MOODS]);
  expect(device.cmps.music?.options).toEqual(['silent', 'loading', 'playing', 'paused', 'failed']);
});

test('the event has a type for each mood, so that an automation picks it from a list', () =>
  expect(device.cmps.mood_changed?.event_types).toEqual([...MOODS]));

test('what most people have no use for is off until they enable it', () =>
  expect(components.flatMap(([key, { enabled_by_default }]) => (enabled_by_default === false ? [key] : []))).toEqual([
    ...['confidence', 'frame_rate', 'unsure'],
    ...['score_angry', 'score_disgust', 'score_fear', 'score_happy', 'score_sad', 'score_surprise', 'score_neutral', 'position'],
  ]));

test('a sensor that is on may be a row of the database 300 times a day at most, once its first few changes are told', () => {
  const { paces, deadBands } = restraintsOf(topics);
  /** What people or the music do a few times an hour. */
  const calm = ['mood', 'presence', 'now_playing', 'music', 'camera_problem', 'live_picture', 'guest'];
  for (const [key, { p, state_topic, json_attributes_topic, enabled_by_default }] of components) {
    if (!p.endsWith('sensor') || enabled_by_default === false) continue;
    const restless = calm.includes(key) ? [] : [state_topic];
    if (key === 'presence') restless.push(json_attributes_topic);
    for (const topic of restless) {
      const aDay = Math.min(...(paces.get(String(topic)) ?? []).map(({ every }) => 86_400_000 / every));
      expect(aDay, key).toBeLessThanOrEqual(300);
    }
  }
  for (const key of ['confidence', 'frame_rate', 'temperature']) expect(deadBands.has(String(device.cmps[key]?.state_topic))).toBe(true);
});

test('attributes come from a topic that changes seldom', () => {
  expect(device.cmps.expression).not.toHaveProperty('json_attributes_topic');
  expect(device.cmps.now_playing?.json_attributes_topic).toBe('moodbox/cafe/track/attributes');
});

describe('what the device page says of the box', () => {
  const hardware = { product: 'Raspberry Pi 5', serial: '1000', macs: ['d8:3a:dd:00:00:01', 'd8:3a:dd:00:00:02'] };
  const devOf = (identity: object, changes: Parameters<typeof mqttConfig>[0] = {}) =>
    deviceOf(mqttConfig(changes), topics, { version: '1', ...identity }, EVERYTHING).dev;

  test('which machine it is, where its page is, and the area that its owner named', () =>
    expect(devOf({ arch: 'arm64', hardware, page: 'http://10.0.0.7:8080' }, { area: 'Kitchen' })).toMatchObject({
      connections: [
        ['mac', 'd8:3a:dd:00:00:01'],
        ['mac', 'd8:3a:dd:00:00:02'],
      ],
      model_id: 'arm64',
      serial_number: '1000',
      hw_version: 'Raspberry Pi 5',
      suggested_area: 'Kitchen',
      configuration_url: 'http://10.0.0.7:8080',
    }));

  test('has no key that Home Assistant does not know, and none for what is not known', () => {
    expect(beyond(devOf({ arch: 'arm64', hardware, page: 'http://10.0.0.7:8080' }, { area: 'Kitchen' }), DEVICE)).toEqual([]);
    const plain = ['identifiers', 'name', 'manufacturer', 'model', 'sw_version', 'connections'];
    expect(Object.keys(devOf({}))).toEqual(plain);
    expect(Object.keys(devOf({ hardware: { macs: [] } }))).toEqual(plain);
  });

  test('has no hardware address where several boxes run on one machine', () =>
    expect(devOf({ hardware }, { mac: false }).connections).toEqual([]));
});

describe('what a box does not have', () => {
  const plain = deviceOf(config, topics, { version: '1.2.3' }, { temperature: false, ytdlp: false, preview: false });

  test('is taken out of Home Assistant: its platform alone, and all else as it was', () => {
    const { live_picture, temperature, ytdlp, ...rest } = plain.cmps;
    expect({ live_picture, temperature, ytdlp }).toEqual({
      live_picture: { p: 'binary_sensor' },
      temperature: { p: 'sensor' },
      ytdlp: { p: 'update' },
    });
    const { live_picture: _l, temperature: _t, ytdlp: _y, ...full } = device.cmps;
    expect(rest).toEqual(full);
  });
});

test('no platform that an older Home Assistant would refuse', () =>
  expect(components.map(([, { p }]) => p).filter((p) => ['date', 'time', 'datetime', 'infrared', 'media_player'].includes(p))).toEqual([]));

test('the qos of the configuration is told', () =>
  expect(deviceOf(mqttConfig({ qos: '2' }), topics, { version: '1' }, EVERYTHING).qos).toBe(2));

test.each([
  ['cafe', 'sensor.moodbox_cafe_mood'],
  ['moodbox', 'sensor.moodbox_mood'],
  ['MoodBox-2', 'sensor.moodbox_2_mood'],
  ['__Living--Room_', 'sensor.moodbox_living_room_mood'],
  ['-', 'sensor.moodbox_mood'],
])('the id %s makes the entity %s', (id, entity) => {
  const made = deviceOf(mqttConfig({ id, name: 'x' }), topicsOf(mqttConfig({ id })), { version: '1' }, EVERYTHING).cmps.mood
    ?.default_entity_id;
  expect(made).toBe(entity);
  expect(made).toMatch(/^(?!.+__)(?!_)[\da-z_]+(?<!_)\.(?!_)[\da-z_]+(?<!_)$/);
});

test('docs/home-assistant.md names every entity, state and command', () => {
  const docs = readFileSync(join(root, 'docs/home-assistant.md'), 'utf8');
  const names = [...Object.values(topics.state), ...Object.values(topics.set)].map((topic) => topic.slice(topics.base.length + 1));
  expect([...Object.keys(device.cmps), ...names].filter((name) => !docs.includes(`\`${name}\``))).toEqual([]);
});
