import { describe, expect, test } from 'vitest';
import { sensorWordIn } from '../../../src/mqtt/sensor/payload.ts';

describe('what sensors really send', () => {
  test.each([
    ['ESPHome', 'ON', true],
    ['ESPHome', 'OFF', false],
    ['Home Assistant, statestream', 'on', true],
    ['Home Assistant, statestream', 'off', false],
    ['Home Assistant, a sensor that is away', 'unavailable', null],
    ['Home Assistant, a sensor that has just begun', 'unknown', null],
    ['Home Assistant, MQTT', 'None', null],
    ['Home Assistant, a person', 'home', true],
    ['Home Assistant, a person', 'not_home', false],
    ['Zigbee2MQTT, PIR', '{"battery":97,"illuminance":12,"linkquality":87,"occupancy":true,"voltage":3000}', true],
    ['Zigbee2MQTT, PIR', '{"occupancy":false,"linkquality":87}', false],
    ['Zigbee2MQTT, radar', '{"illuminance":3,"presence":true,"target_distance":1.52}', true],
    ['Zigbee2MQTT, radar that has just begun', '{"presence":null}', null],
    ['Z-Wave JS UI', '{"time":1700000000000,"value":true}', true],
    ['Tasmota', '{"Switch1":{"Action":"ON"}}', true],
    ['Tasmota', '{"Time":"2026-01-02T03:04:05","Switch1":"OFF"}', false],
    ['Tasmota', '{"POWER":"ON"}', true],
    ['Frigate, people', '2', true],
    ['Frigate, nobody', '0', false],
    ['a program', 'true', true],
    ['a program', '"ON"', true],
    ['a program', ' Off\n', false],
    ['nobody any more', '', null],
  ])('%s: %j', (_, payload, word) => expect(sensorWordIn(payload)).toBe(word));
});

test.each([
  ['a word that means nothing here', 'perhaps'],
  ['a door contact', '{"contact":true}'],
  ['another zone of a person', 'Work'],
  ['half a JSON', '{"occupancy":tr'],
  ['no sensor at all', '{"linkquality":87}'],
  ['less than nobody', '{"occupancy":-1}'],
  ['less than nobody', '-1'],
  ['a list', '{"occupancy":[true]}'],
  ['an object that goes deep', '{"state":{"state":{"state":{"state":true}}}}'],
  ['what every object has', '{"constructor":true}'],
  ['far too much', `{"note":"${'x'.repeat(5000)}","occupancy":true}`],
])('%s says nothing of a room: %s', (_, payload) => expect(sensorWordIn(payload)).toBeUndefined());
