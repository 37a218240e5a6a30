import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-config-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mqttOf = (bytes: string | Buffer) => {
  const file = join(folder, 'moodbox.yaml');
  writeFileSync(file, bytes);
  return loadConfig({ file, env: {} }).mqtt;
};

test.each(['00123', '12e3', '0x1F', '1.10', '12345678901234567890', '-5', '+5', '.5'])(
  'a password of digits, %s, stays as it is written',
  (written) => {
    expect(mqttOf(`mqtt: { password: ${written} }`).password).toBe(written);
    expect(mqttOf(`mqtt.password: ${written}\n`).password).toBe(written);
  },
);

test('a choice that is a number may be written in any way', () => {
  expect(mqttOf('mqtt: { qos: 1.0, version: 5 }')).toMatchObject({ qos: '1', version: '5' });
});

test.each(['|', '>'])('a password in a block (%s) has no line break at its end', (block) => {
  expect(mqttOf(`mqtt:\n  password: ${block}\n    geheim\n`).password).toBe('geheim');
});

test.each([
  ['UTF-8 with its mark', Buffer.from('\ufeffmqtt: { name: Küche }')],
  ['UTF-16', Buffer.from('\ufeffmqtt: { name: Küche }', 'utf16le')],
  ['UTF-16, the other way round', Buffer.from('\ufeffmqtt: { name: Küche }', 'utf16le').swap16()],
  ['an old encoding of Windows', Buffer.from('mqtt: { name: Küche }', 'latin1')],
  ['the line ends of Windows', 'mqtt:\r\n  name: Küche\r\n'],
])('a file in %s is read', (_, bytes) => expect(mqttOf(bytes).name).toBe('Küche'));

test.each([
  ['yes', true],
  ['On', true],
  ['1', true],
  ['no', false],
  ['OFF', false],
  ['0', false],
  ['"true"', true],
])('a switch may be written as %s', (word, value) => {
  const file = join(folder, 'moodbox.yaml');
  writeFileSync(file, `venue: ${word}\nplayer:\n  crossfade: ${word}\n`);
  const config = loadConfig({ file, env: { MOODBOX_MUSIC_INSTRUMENTAL: word.replaceAll('"', '') } });
  expect([config.venue, config.player.crossfade, config.music.instrumental]).toEqual([value, value, value]);
});
