import { expect, test } from 'vitest';
import { devicesIn, oneForEachCard } from '../../../src/players/mpv/device-names.ts';
import { toneSound } from '../../../src/players/output/tone.ts';

const LIST = `List of detected audio devices:
  'auto' (Autoselect device)
  'alsa' (Default (alsa))
  'alsa/lavrate' (Rate Converter Plugin Using Libav/FFmpeg Library)
  'alsa/sysdefault:CARD=Device' (USB Audio Device, USB Audio/Default Audio Device)
  'alsa/front:CARD=Device,DEV=0' (USB Audio Device, USB Audio/Front output / input)
  'alsa/hdmi:CARD=vc4hdmi0,DEV=0' (vc4-hdmi-0, MAI PCM i2s-hifi-0/HDMI Audio Output)
  'alsa/plughw:CARD=Headphones,DEV=0' (bcm2835 Headphones, bcm2835 Headphones/Hardware device with all software conversions)
`;

const loudest = (samples: Int16Array): number => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

test('each card is offered once, by the way to it that takes any sound', () =>
  expect(oneForEachCard(devicesIn(LIST))).toEqual([
    { id: 'alsa/sysdefault:CARD=Device', name: 'USB Audio Device, USB Audio' },
    { id: 'alsa/hdmi:CARD=vc4hdmi0,DEV=0', name: 'vc4-hdmi-0, MAI PCM i2s-hifi-0' },
    { id: 'alsa/plughw:CARD=Headphones,DEV=0', name: 'bcm2835 Headphones, bcm2835 Headphones' },
  ]));

test('the tone is soft, begins and ends in silence, and is as long as it says', () => {
  const sound = toneSound();
  const samples = new Int16Array(sound.buffer, sound.byteOffset, sound.length / 2);
  expect(samples.length / 2 / 48_000).toBeCloseTo(1.5, 2);
  expect(loudest(samples)).toBeLessThan(0.2 * 32_768);
  expect(loudest(samples)).toBeGreaterThan(0.15 * 32_768);
  expect([samples[0], samples.at(-1)].map((sample) => Math.abs(sample ?? 1))).toEqual([0, expect.closeTo(0, 0)]);
});

test('where a sound server holds the cards, its own outputs are offered', () =>
  expect(oneForEachCard([{ id: 'pipewire/alsa_output.usb', name: 'USB Audio' }, ...devicesIn(LIST)])).toEqual([
    { id: 'pipewire/alsa_output.usb', name: 'USB Audio' },
  ]));
