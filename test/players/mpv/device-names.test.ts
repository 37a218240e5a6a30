import { expect, test } from 'vitest';
import { adviceOn, deviceNamed, devicesIn, isDeviceId } from '../../../src/players/mpv/device-names.ts';

const LIST = `List of detected audio devices:
  'auto' (Autoselect device)
  'alsa' (Default (alsa))
  'alsa/front:CARD=Device,DEV=0' (USB Audio Device, USB Audio/Front output)
  'alsa/sysdefault:CARD=Device' (USB Audio Device, USB Audio/Default Audio Device)
  'alsa/hdmi:CARD=vc4hdmi0,DEV=0' (vc4-hdmi-0, MAI PCM i2s-hifi-0/HDMI Audio Output)
  'alsa/hdmi:CARD=vc4hdmi1,DEV=0' (vc4-hdmi-1, MAI PCM i2s-hifi-0/HDMI Audio Output)
`;
const SERVER = `${LIST}  'pipewire/alsa_output.usb' (USB Audio Device Analog Stereo)\n  'pulse/alsa_output.usb' (USB Audio Device Analog Stereo)\n`;

test("mpv's list is read, names with brackets too", () =>
  expect(devicesIn(LIST).slice(1, 3)).toEqual([
    { id: 'alsa', name: 'Default (alsa)' },
    { id: 'alsa/front:CARD=Device,DEV=0', name: 'USB Audio Device, USB Audio/Front output' },
  ]));

test.each([
  ['usb audio', LIST, 'alsa/sysdefault:CARD=Device'],
  ['USB Audio Device, USB Audio/Front output', LIST, 'alsa/front:CARD=Device,DEV=0'],
  [' vc4-hdmi-1 ', LIST, 'alsa/hdmi:CARD=vc4hdmi1,DEV=0'],
  ['USB Audio', SERVER, 'pipewire/alsa_output.usb'],
])('%j is one card', (words, list, id) => expect(deviceNamed(words, devicesIn(list))).toEqual({ ok: true, value: id }));

test('words that fit two cards, or none, name what there is', () => {
  const two = deviceNamed('hdmi', devicesIn(LIST));
  if (two.ok) throw new Error('two cards');
  expect(two.why).toEqual(['vc4-hdmi-0, MAI PCM i2s-hifi-0/HDMI Audio Output', 'vc4-hdmi-1, MAI PCM i2s-hifi-0/HDMI Audio Output']);
  expect(deviceNamed('Bluetooth', devicesIn(LIST))).toMatchObject({ ok: false, why: { length: 4 } });
  expect(adviceOn('hdmi', two.why)).toContain('vc4-hdmi-0, MAI PCM i2s-hifi-0/HDMI Audio Output | vc4-hdmi-1');
  expect(adviceOn('hdmi', [])).toContain('no device is there');
});

test.each([
  ['auto', true],
  ['alsa', true],
  ['alsa/hdmi:CARD=vc4hdmi0,DEV=0', true],
  ['pulse/bluez_sink.00_11', true],
  ['USB Audio', false],
  ['USB Audio/Front output', false],
  ['Headphones', false],
])('%j is a word of mpv: %j', (output, is) => expect(isDeviceId(output)).toBe(is));
