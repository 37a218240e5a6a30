import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ScalarTag } from 'yaml';
import { parse } from 'yaml';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { deviceOf } from '../../src/mqtt/home-assistant/discovery.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { root } from '../assets.ts';
import { EVERYTHING, mqttConfig } from '../mqtt/setting.ts';

const FOLDER = join(root, 'config/home-assistant');
const BLUEPRINTS = readdirSync(join(FOLDER, 'blueprints'));
const text = (...path: string[]): string => readFileSync(join(FOLDER, ...path), 'utf8');

/** `!input name`, as Home Assistant's own parser knows it. */
class Input {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}
const INPUT: ScalarTag = { tag: '!input', resolve: (name) => new Input(name) };

type Blueprint = {
  readonly blueprint: {
    readonly name: string;
    readonly description: string;
    readonly domain: string;
    readonly homeassistant: { readonly min_version: string };
    readonly input: Readonly<Record<string, { readonly name: string; readonly default?: unknown; readonly selector: object }>>;
  };
} & Readonly<Record<string, unknown>>;

/** Every value of a tree, however deep. */
const within = (node: unknown): readonly unknown[] =>
  typeof node === 'object' && node !== null && !(node instanceof Input) ? [node, ...Object.values(node).flatMap(within)] : [node];
/** What stands under that key anywhere in a tree. */
const under = (key: string, node: unknown): readonly unknown[] =>
  within(node).flatMap((each) =>
    typeof each === 'object' && each !== null && key in each ? [(each as Record<string, unknown>)[key]] : [],
  );

/** What needs a newer Home Assistant than the others. */
const NEWER: Readonly<Record<string, string>> = { 'music-assistant-plays-the-mood.yaml': '2025.2.0' };
const ACTION =
  /^((light|button|switch)\.[a-z_]+|mqtt\.publish|music_assistant\.play_media|media_player\.media_stop|input_text\.set_value)$/;

const config = mqttConfig({ id: 'living-room' });
const topics = topicsOf(config);
const box = deviceOf(config, topics, { version: '1' }, EVERYTHING);
const entities = Object.values(box.cmps).map(({ default_entity_id }) => default_entity_id);

test('there is a blueprint for each of the six wishes', () =>
  expect(BLUEPRINTS).toEqual([
    'a-heart-rate-tells.yaml',
    'announce-a-long-low-mood.yaml',
    'lights-follow-the-mood.yaml',
    'music-assistant-plays-the-mood.yaml',
    'pause-during-a-call.yaml',
    'tv-on-music-off.yaml',
  ]));

describe.each(BLUEPRINTS)('the blueprint %s', (file) => {
  const { blueprint, ...automation } = parse(text('blueprints', file), { customTags: [INPUT] }) as Blueprint;
  const inputs = Object.entries(blueprint.input);

  test('says what it is, and which Home Assistant it needs', () => {
    expect(blueprint).toMatchObject({ domain: 'automation', homeassistant: { min_version: NEWER[file] ?? '2024.11.0' } });
    expect(blueprint.name).toMatch(/^moodbox: /);
    expect(blueprint.description.length).toBeGreaterThan(40);
  });

  test('uses each of its inputs, and no other', () => {
    const used = within(automation).flatMap((each) => (each instanceof Input ? [each.name] : []));
    expect([...new Set(used)].toSorted()).toEqual(inputs.map(([name]) => name).toSorted());
  });

  test('asks for each input with one selector, and names it', () => {
    for (const [, { name, selector }] of inputs) {
      expect(name).toEqual(expect.any(String));
      expect(Object.keys(selector)).toHaveLength(1);
    }
  });

  test('has only what an automation may have, in the words of 2024.10 and later', () => {
    const known = ['mode', 'max', 'max_exceeded', 'trigger_variables', 'triggers', 'variables', 'conditions', 'actions'];
    expect(Object.keys(automation).filter((key) => !known.includes(key))).toEqual([]);
    expect(automation.triggers).not.toHaveLength(0);
    expect(automation.actions).not.toHaveLength(0);
    for (const old of ['platform', 'service', 'trigger_id']) expect(under(old, automation)).toEqual([]);
    for (const kind of under('trigger', automation.triggers)) expect(['state', 'template']).toContain(kind);
    // A state trigger without one of these fires at each change of an attribute.
    for (const each of within(automation).filter((node) => (node as { trigger?: unknown } | null)?.trigger === 'state'))
      expect(['to', 'from', 'not_to', 'not_from'].some((key) => key in (each as object))).toBe(true);
    for (const action of under('action', automation.actions)) expect(action).toMatch(ACTION);
  });

  test('offers of the entities of MQTT only kinds that a moodbox has', () => {
    const filters = under('filter', blueprint.input).flat() as { integration?: string; domain: string; device_class?: string }[];
    for (const { integration, domain, device_class } of filters) {
      if (integration !== 'mqtt') continue;
      const kind = Object.values(box.cmps).filter(({ p }) => p === domain);
      expect(kind.some((each) => device_class === undefined || each.device_class === device_class)).toBe(true);
    }
  });

  test('closes what its templates open', () => {
    for (const template of within(automation).filter((each): each is string => typeof each === 'string')) {
      expect(template.split('{{').length).toBe(template.split('}}').length);
      expect([...template].filter((sign) => sign === '(').length).toBe([...template].filter((sign) => sign === ')').length);
    }
  });
});

test('the lights have a colour for every emotion', () => {
  const { variables } = parse(text('blueprints/lights-follow-the-mood.yaml'), { customTags: [INPUT] }) as Record<string, unknown>;
  expect(Object.keys((variables as { colours: object }).colours).toSorted()).toEqual([...EMOTIONS].toSorted());
});

test('Music Assistant has a playlist for every emotion, and is never told how loud to be', () => {
  const file = text('blueprints/music-assistant-plays-the-mood.yaml');
  const { blueprint, variables } = parse(file, { customTags: [INPUT] }) as Blueprint & { variables: { playlists: object } };
  expect(Object.keys(variables.playlists).toSorted()).toEqual([...EMOTIONS].toSorted());
  for (const emotion of EMOTIONS) expect(blueprint.input[emotion]?.default).toBe(emotion);
  expect(file).not.toContain('volume_');
});

test('the dashboard card shows entities that the box has, the mood in a graph among them', () => {
  const card: unknown = parse(text('dashboard.yaml'));
  const shown = under('entity', card);
  expect(shown.length).toBeGreaterThan(8);
  for (const entity of shown) expect(entities).toContain(entity);
  const graph = within(card).find((each) => (each as { type?: string } | null)?.type === 'history-graph');
  expect(under('entity', graph)).toContain('sensor.moodbox_living_room_mood');
});

test('the picture in the docs has every entity of a box that nobody has to enable first', () => {
  const picture = readFileSync(join(root, 'docs/figures/entities.svg'), 'utf8');
  for (const { enabled_by_default, name, state_topic } of Object.values(
    deviceOf(config, topics, { version: '1' }, { temperature: false, ytdlp: false, preview: false }).cmps,
  )) {
    if (enabled_by_default !== false && (name || state_topic)) expect(picture).toContain(`>${name ?? 'Living room'}</text>`);
  }
});

test('the flow for Node-RED hangs together, and speaks on topics that the box has', () => {
  const flow: { id: string; type: string; z?: string; topic?: string; broker?: string; wires?: string[][] }[] = JSON.parse(
    text('node-red-flow.json'),
  );
  const ids = flow.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const known = [...Object.values(topics.state), ...Object.values(topics.set)];
  for (const node of flow) {
    for (const wire of (node.wires ?? []).flat()) expect(ids).toContain(wire);
    if (node.z !== undefined) expect(ids).toContain(node.z);
    if (node.type.startsWith('mqtt ')) expect(ids).toContain(node.broker);
    if (node.topic !== undefined) expect(known).toContain(node.topic);
  }
  // A mood that is held never becomes `away`: that the room is empty is told by presence.
  expect(flow.filter(({ type }) => type === 'mqtt in').map(({ topic }) => topic)).toEqual([topics.state.mood, topics.state.presence]);
});
