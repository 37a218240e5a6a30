import { expect, test } from 'vitest';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { mqttConfig } from './setting.ts';

const topics = topicsOf(mqttConfig({ base_topic: 'house/mood', id: 'box-1', discovery_prefix: 'ha', status_topic: 'ha/status' }));
const own = [topics.availability, topics.moodChanged, ...Object.values(topics.state), ...Object.values(topics.set)];

test('every topic of the box begins with <base_topic>/<id>/', () =>
  expect(own.filter((topic) => !topic.startsWith('house/mood/box-1/'))).toEqual([]));

test('no two are the same, and none holds a wildcard', () => {
  expect(new Set(own).size).toBe(own.length);
  expect(own.filter((topic) => /[#+\s]/.test(topic))).toEqual([]);
});

test('commands end in /set, and nothing else does', () =>
  expect(own.filter((topic) => topic.endsWith('/set'))).toEqual(Object.values(topics.set)));

test('the documented names', () => {
  expect(topics).toMatchObject({
    config: 'ha/device/moodbox_box-1/config',
    status: 'ha/status',
    availability: 'house/mood/box-1/availability',
  });
  expect(topics.state.mood).toBe('house/mood/box-1/mood');
  expect(topics.set.override).toBe('house/mood/box-1/override/set');
});
