import { expect, test } from 'vitest';
import { protectedBy, protectionIn } from '../../../src/appliance/card/protection.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { boxWithMemory, testBox } from '../box.ts';

const venueIn = (file: string): unknown => loadConfig({ file, env: {} }).venue;

test.each([
  ['a wrong key', 'venue: true\nmqtt:\n  ulr: x\n'],
  ['a wrong key, and another word for true', 'venue: yes\nmqtt:\n  ulr: x\n'],
  ['a mistake of YAML before it', 'mqtt:\n  password: @x\nvenue: true\n'],
  ['a quotation mark that is open behind it', 'venue: on\nmqtt:\n  password: "x\n'],
  ['a word that is no answer', 'venue: ture\n'],
  ['a capital letter', 'Venue: True\n'],
  ['no blank behind the colon', 'venue:true\n'],
  ['the wrong section', 'system:\n  venue: true\n'],
  ['braces around all', '{venue: true, web: {port: 80}}\n'],
  ['a network that is wrong, too', 'venue: true\nsystem:\n  wifi:\n    - ssid: Home\n      password: @home\nmqtt:\n  ulr: x\n'],
])('with %s, a first start waits with the camera', async (_, text) => {
  const box = testBox();
  box.write(text);
  expect(await box.boot()).toMatchObject({ status: 0 });
  expect(venueIn(`${box.data}/config/moodbox.yaml`)).toBe(true);
  expect(box.report()).toContain('venue: the camera waits until the notice is confirmed');
});

test.each(['yes', 'on', 'True', '1'])('venue: %s is true', async (word) => {
  const box = testBox();
  box.write(`venue: ${word}\n`);
  expect(await box.boot()).toMatchObject({ status: 0, err: [] });
  expect(venueIn(`${box.data}/config/moodbox.yaml`)).toBe(true);
});

test.each(['venue: no\nmood: {hodl: 1}\n', 'venue:\nmood: {hodl: 1}\n', '# venue: true\nmood: {hodl: 1}\n', 'mood: {hodl: 1}\n'])(
  '%j asks for nothing',
  async (text) => {
    const box = testBox();
    box.write(text);
    await box.boot();
    expect(venueIn(`${box.data}/config/moodbox.yaml`)).toBe(false);
  },
);

test('a box that has settings keeps them, and waits', async () => {
  const box = await boxWithMemory();
  box.write('venue: yes\nvenue_people: 5\nmqtt:\n  ulr: x\n');
  await box.boot();
  const { mqtt, venue, venue_people } = loadConfig({ file: `${box.data}/config/moodbox.yaml`, env: {} });
  expect({ url: mqtt.url, venue, venue_people }).toEqual({ url: 'mqtt://old.local', venue: true, venue_people: 5 });
});

test('a no of before becomes a yes', () =>
  expect(protectedBy({ venue: true }, 'venue: false\nmood:\n  hold: 2m\n')).toBe('venue: true\nmood:\n  hold: 2m\n'));

test('a number of people that makes no sense is left to the default', () =>
  expect(protectionIn('venue: true\nvenue_people: 50\n')).toEqual({ venue: true }));
