import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BROKERS } from '../fixtures/field/brokers/inputs.ts';
import { CLOCKS } from '../fixtures/field/clocks/inputs.ts';
import { CONFIG_SLIPS } from '../fixtures/field/config/inputs.ts';
import { DEVICE_INPUTS } from '../fixtures/field/devices/inputs.ts';
import type { FieldInput } from '../fixtures/field/input.ts';
import { MUSIC_INPUTS } from '../fixtures/field/music/inputs.ts';
import { ADDRESSES } from '../fixtures/field/network-cameras/addresses.ts';
import { CERTIFICATES } from '../fixtures/field/network-cameras/certificates.ts';
import { NETWORK_CAMERAS } from '../fixtures/field/network-cameras/inputs.ts';
import { LOGINS } from '../fixtures/field/network-cameras/logins.ts';
import { YTDLP_SENTENCES } from '../fixtures/field/youtube/inputs.ts';

/** All inputs, by the folder of test/fixtures/field in which they are made. The tests beside this one walk them. */
const CORPUS: Readonly<Record<string, readonly FieldInput[]>> = {
  brokers: BROKERS,
  clocks: CLOCKS,
  config: CONFIG_SLIPS,
  devices: DEVICE_INPUTS,
  music: MUSIC_INPUTS,
  'network-cameras': [...ADDRESSES, ...NETWORK_CAMERAS, ...LOGINS, ...CERTIFICATES],
  youtube: YTDLP_SENTENCES,
};

describe('the corpus of the field', () => {
  test('leaves out no folder', () => {
    const folders = readdirSync(new URL('../fixtures/field', import.meta.url), { withFileTypes: true });
    expect(Object.keys(CORPUS)).toEqual(folders.flatMap((each) => (each.isDirectory() ? [each.name] : [])).sort());
  });

  test.each(Object.entries(CORPUS))('%s: each input has a name of its own, and says in one line where it is met', (_, inputs) => {
    expect(inputs.length).toBeGreaterThanOrEqual(15);
    const names = inputs.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(inputs.filter(({ met }) => !/^[^\n]{4,}$/.test(met)).map(({ name }) => name)).toEqual([]);
  });

  test('has at least 600 inputs', () => expect(Object.values(CORPUS).flat().length).toBeGreaterThanOrEqual(600));
});
