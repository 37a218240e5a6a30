import { expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { lengthOf } from '../../../src/players/output/samples.ts';
import { sayAddress } from '../../../src/players/output/say-address.ts';
import { say, spoken } from '../../../src/players/output/speech.ts';
import { spokenAddress, VOICES } from '../../../src/players/output/spoken-address.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { configOf } from '../stage.ts';

const world = { clock: systemClock, signal: new AbortController().signal };
const HERE = { hostname: 'moodbox', address: '192.168.178.120', port: 80, isSecure: false };
const WEB = { cert: '', port: 80 } as Parameters<typeof sayAddress>[0]['web'];

test.each(VOICES)('the real espeak-ng says the address in %s: audible, never loud, and within the time of an answer', async (language) => {
  const said = await spoken(spokenAddress(language, HERE), language, world);
  if (!said.ok) throw new Error(JSON.stringify(said.why));
  const { samples } = said.value;
  const view = Buffer.from(samples);
  let loudest = 0;
  for (let at = 0; at < view.length; at += 2) loudest = Math.max(loudest, Math.abs(view.readInt16LE(at)));
  expect(loudest / 32_767).toBeGreaterThan(0.39);
  expect(loudest / 32_767).toBeLessThanOrEqual(0.4);
  expect(lengthOf(said.value)).toBeGreaterThan(ms(5000));
  expect(lengthOf(said.value)).toBeLessThan(ms(16_500));
});

test.each(VOICES)('with the code for the first PIN it is said in %s in less than a minute', async (language) => {
  const said = await spoken(spokenAddress(language, { ...HERE, code: '01234567' }), language, world);
  if (!said.ok) throw new Error(JSON.stringify(said.why));
  expect(lengthOf(said.value)).toBeGreaterThan(ms(18_000));
  expect(lengthOf(said.value)).toBeLessThan(ms(45_000));
});

test('a sentence that looks like an option is a sentence', async () =>
  expect((await spoken('--version -w /tmp/x', 'en', world)).ok).toBe(true));

test('a missing voice, one that breaks, and an output that is no loudspeaker are values', async () => {
  expect(await spoken('hello', 'en', { ...world, program: 'no-such-voice' })).toEqual({ ok: false, why: { kind: 'missing' } });
  expect(await spoken('hello', 'en', { ...world, program: 'false' })).toMatchObject({ ok: false, why: { kind: 'failed' } });
  for (const output of ['null', 'snapcast', 'pcm:/tmp/x.wav'])
    expect(await say('hello', 'en', configOf({ output }), world)).toEqual({ ok: false, why: { kind: 'no-loudspeaker' } });
});

test('what cannot be said is refused with a code that the page knows', async () => {
  const at = { hostname: 'moodbox', address: '192.168.1.20' };
  const refusalFor = async (player: Parameters<typeof configOf>[0], program?: string) => {
    const said = await sayAddress({ player: configOf(player), web: WEB }, at, { ...world, ...(program !== undefined && { program }) });
    return said.ok ? 'said' : said.why.code;
  };
  expect(await refusalFor({ voice: 'off' })).toBe('voice_off');
  expect(await refusalFor({ voice: 'en', output: 'null' })).toBe('voice_nowhere');
  expect(await refusalFor({ voice: 'en', output: 'auto' }, 'no-such-voice')).toBe('voice_missing');
  expect(await refusalFor({ voice: 'en', output: 'alsa/no-such-card' })).toBe('voice_unheard');
});
