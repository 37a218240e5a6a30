import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { MpvPlayer } from '../../../src/players/mpv-player.ts';
import { FakeLog } from '../../fakes/log.ts';
import { WatchedClock } from '../../fakes/watched-clock.ts';
import { configOf, Folder, NEVER, PATIENCE, QUICK, track } from '../stage.ts';

/** The real mpv and the real alsa-lib, told by a file of configuration which cards there are; and a folder that stands in for /dev. */
const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
/** ALSA's null card has no clock: only what has no end lasts there. */
const long = track('long', folder.tone(880, 60), { endless: true });

const CARD = 'pcm.moodbox { type null hint { show on description "Moodbox USB Audio" } }\n';
/** What plays by itself, and (mpv lists no default) a card by a name. */
const DEFAULT = 'pcm.!default { type null }\npcm.internal { type null hint { show on description "Built-in" } }\n';
/** Nothing comes back by waiting in these tests. */
const NEVER_SOON = ms(600_000);
const limits = { ...QUICK, reopen: { first: NEVER_SOON, most: NEVER_SOON }, sample: ms(50), settle: ms(60) };

let tests = 0;
let alsa = '';
let dev = '';
let writes = 1;
beforeEach(() => {
  tests += 1;
  alsa = folder.file(`asound-${tests}.conf`);
  dev = folder.file(`dev-${tests}`);
  mkdirSync(dev);
  cards('');
  vi.stubEnv('ALSA_CONFIG_PATH', alsa);
  onTestFinished(() => void vi.stubEnv('ALSA_CONFIG_PATH', undefined));
});

const cards = (text: string): void => {
  writeFileSync(alsa, text);
  writes += 1;
  utimesSync(alsa, writes, writes); // alsa-lib looks at whole seconds
};
/** As the kernel does it: the folder with the first card, a device file for each. */
const plugIn = (text: string): void => {
  cards(text);
  mkdirSync(`${dev}/snd`, { recursive: true });
  writeFileSync(`${dev}/snd/pcmC${tests}D0p`, '');
};

async function open(output: string) {
  const [log, clock] = [new FakeLog(), new WatchedClock()];
  const player = await MpvPlayer.open(configOf({ output }), { clock, log, limits, dev });
  return { player, log, clock, [Symbol.asyncDispose]: () => player[Symbol.asyncDispose]() };
}
const devices = (log: FakeLog): readonly unknown[] =>
  log.lines.flatMap(({ event, fields }) => (event === 'player.output' ? [(fields as { device: string }).device] : []));

test('a card that is absent at the start is heard soon after it is plugged in, long before the next try', async () => {
  await using box = await open('alsa/moodbox');
  await box.player.play(long, NEVER);
  await vi.waitFor(() => expect(box.log.events).toContain('player.inaudible'), PATIENCE);
  plugIn(CARD);
  await vi.waitFor(() => expect(box.log.events).toContain('player.audible'), PATIENCE);
  expect(box.player.playback.kind).toBe('playing');
});

test('a second card counts, too, and one that is of no use changes nothing', async () => {
  mkdirSync(`${dev}/snd`);
  await using box = await open('alsa/moodbox');
  await box.player.play(long, NEVER);
  await vi.waitFor(() => expect(box.log.events).toContain('player.inaudible'), PATIENCE);
  const tried = box.clock.slept(limits.settle, 1);
  plugIn('pcm.other { type null }\n');
  await tried;
  await box.clock.slept(limits.sample, 10);
  expect(box.log.events).not.toContain('player.audible');
  writeFileSync(`${dev}/snd/controlC1`, '');
  plugIn(CARD);
  await vi.waitFor(() => expect(box.log.events).toContain('player.audible'), PATIENCE);
  expect(box.log.events.filter((event) => event === 'player.inaudible')).toHaveLength(1);
});

test('with auto, nothing jumps when another card comes', async () => {
  cards(DEFAULT);
  await using box = await open('auto');
  await box.player.play(long, NEVER);
  const before = box.log.events.length;
  plugIn(DEFAULT + CARD);
  await box.clock.slept(limits.sample, 10);
  expect(box.log.events.slice(before)).toEqual([]);
  expect(box.player.playback.kind).toBe('playing');
});

test('a part of the name is enough, upper or lower case', async () => {
  cards(DEFAULT + CARD);
  await using box = await open('usb audio');
  await box.player.play(long, NEVER);
  await vi.waitFor(() => expect(devices(box.log)).toEqual(['alsa/moodbox']), PATIENCE);
  expect(box.log.events).not.toContain('player.output_missing');
});

test('a name that is not there is said with the names that are, the default plays, and it is taken once it is there', async () => {
  cards(DEFAULT);
  await using box = await open('USB Audio');
  await box.player.play(long, NEVER);
  await vi.waitFor(() => expect(box.log.events).toContain('player.output_missing'), PATIENCE);
  expect(box.log.lines.find(({ event }) => event === 'player.output_missing')?.fields).toMatchObject({
    advice: expect.stringMatching(/'USB Audio' fits none.* of: .*Built-in/),
    instead: 'auto',
  });
  plugIn(DEFAULT + CARD);
  await vi.waitFor(() => expect(devices(box.log)).toEqual(['alsa/moodbox']), PATIENCE);
  expect(box.player.playback.kind).toBe('playing');
});
