import { expect, test } from 'vitest';
import { instant, ms } from '../../src/domain/units.ts';
import { Breaks } from '../../src/players/breaks.ts';
import { fadeOf } from '../../src/players/fader.ts';
import { mpvArguments, pcmFile } from '../../src/players/mpv/arguments.ts';
import { bufferingFor } from '../../src/players/mpv/buffering.ts';
import { MPV_LIMITS } from '../../src/players/mpv/limits.ts';
import type { Progress } from '../../src/players/mpv/progress.ts';
import { advance, isFrozen, isInBursts, isNatural, isNearlyOver } from '../../src/players/mpv/progress.ts';
import type { MpvMessage, MpvState } from '../../src/players/mpv/state.ts';
import { entryStatus, NOTHING, reduce } from '../../src/players/mpv/state.ts';
import { Quarantine } from '../../src/players/quarantine.ts';
import { LinkedAbort } from '../../src/shared/async/linked-abort.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { track } from './stage.ts';

const after = (...messages: readonly MpvMessage[]): MpvState => messages.reduce(reduce, NOTHING);
const start = (entry: number): MpvMessage => ({ event: 'start-file', playlist_entry_id: entry });
const end = (entry: number, reason: string, more: object = {}): MpvMessage => ({
  ...{ event: 'end-file', playlist_entry_id: entry, reason },
  ...more,
});
const heard: MpvMessage = { event: 'playback-restart' };
const redirect = (entry: number, first: number, count: number): MpvMessage =>
  end(entry, 'redirect', { playlist_insert_id: first, playlist_insert_num_entries: count });

test('an entry is coming until it is heard', () => {
  expect(entryStatus(after(), 1)).toBe('coming');
  expect(entryStatus(after(start(1)), 1)).toBe('coming');
  expect(entryStatus(after(start(1), heard), 1)).toBe('heard');
  expect(entryStatus(after(start(1), heard), 2)).toBe('coming');
  expect(entryStatus(after(start(1), heard, end(1, 'stop'), start(2)), 2)).toBe('coming');
});

test('an entry that ended tells how, and whether it was heard before', () => {
  expect(entryStatus(after(start(1), heard, end(1, 'eof')), 1)).toMatchObject({ reason: 'eof', heard: true });
  expect(entryStatus(after(start(1), end(1, 'error', { file_error: 'loading failed' })), 1)).toMatchObject({
    ...{ reason: 'error', heard: false, error: 'loading failed' },
  });
});

test('a playlist has the fate of what it points to', () => {
  expect(entryStatus(after(start(1), redirect(1, 2, 2), start(2)), 1)).toBe('coming');
  expect(entryStatus(after(start(1), redirect(1, 2, 2), start(2), end(2, 'error'), start(3), heard), 1)).toBe('heard');
  expect(entryStatus(after(start(1), redirect(1, 2, 2), start(2), end(2, 'error'), start(3), end(3, 'error')), 1)).toMatchObject({
    reason: 'error',
  });
  expect(entryStatus(after(start(1), redirect(1, 2, 1), start(2), redirect(2, 3, 1), start(3), heard, end(3, 'eof')), 1)).toMatchObject({
    ...{ reason: 'eof', heard: true },
  });
});

test('a second playlist has a fate of its own', () => {
  const first = [start(1), redirect(1, 2, 2), start(2), heard, end(2, 'stop')];
  const second = [start(4), redirect(4, 5, 1), start(5), heard, end(5, 'eof')];
  expect(entryStatus(after(...first, ...second.slice(0, 3)), 4)).toBe('coming');
  expect(entryStatus(after(...first, ...second), 4)).toMatchObject({ reason: 'eof', heard: true });
});

test('a playlist that leads over more than a dozen others without a sound has ended', () => {
  const detours = (count: number): readonly MpvMessage[] =>
    Array.from({ length: count }, (_, i) => [start(i + 1), redirect(i + 1, i + 2, 1)]).flat();
  expect(entryStatus(after(...detours(12)), 1)).toBe('coming');
  expect(entryStatus(after(...detours(13)), 1)).toMatchObject({ reason: 'error', heard: false });
  expect(entryStatus(after(...detours(12), start(13), heard, end(13, 'redirect')), 1)).not.toMatchObject({ reason: 'error' });
});

test('the audio output in use is known while there is one', () => {
  const changed = (data?: string): MpvMessage => ({ event: 'property-change', name: 'current-ao', ...(data && { data }) });
  expect(after(changed('alsa')).output).toBe('alsa');
  expect(after(changed('alsa'), changed()).output).toBeUndefined();
});

test('a position moves, stands still, or is paused', () => {
  const begun = { position: 0, seenAt: instant(0), movedAt: instant(0) };
  const moving = advance(begun, 5, false, instant(5000));
  expect(moving).toEqual({ position: 5, seenAt: 5000, movedAt: 5000 });
  const still = advance(moving, 5, false, instant(9000));
  expect(isFrozen(still, instant(9000), ms(4000))).toBe(true);
  expect(isFrozen(still, instant(8000), ms(4000))).toBe(false);
  expect(isFrozen(advance(moving, 5, true, instant(9000)), instant(12_000), ms(4000))).toBe(false);
  expect(isFrozen(advance(moving, undefined, false, instant(9000)), instant(9000), ms(4000))).toBe(true);
});

test('a stream that trickles freezes in the end, one that stutters now and then does not', () => {
  const after = (heardOfTen: number) => {
    let progress = { position: 0, seenAt: instant(0), movedAt: instant(0) };
    for (let second = 1; second <= 60; second += 1) {
      const position = progress.position + (second % 10 < heardOfTen ? 1 : 0);
      progress = advance(progress, position, false, instant(second * 1000));
    }
    return isFrozen(progress, instant(60_000), ms(15_000));
  };
  expect([1, 3, 6, 9].map(after)).toEqual([true, true, false, false]);
});

test('a stream that is heard in bursts is given up within minutes, one that is heard nearly all of the time is not', () => {
  const givenUpAfter = (heardOfTen: number): number | undefined => {
    let progress: Progress = { position: 0, seenAt: instant(0), movedAt: instant(0), steadyAt: instant(0) };
    for (let second = 1; second <= 3600; second += 1) {
      const position = progress.position + (second % 10 < heardOfTen ? 1 : 0);
      progress = advance(progress, position, false, instant(second * 1000));
      if (isInBursts(progress, instant(second * 1000), ms(15_000))) return second;
    }
    return undefined;
  };
  expect([4, 6, 8, 9.5].map(givenUpAfter)).toEqual([107, 178, 499, undefined]);
  const paused = advance({ position: 0, seenAt: instant(0), movedAt: instant(0), steadyAt: instant(0) }, 0, true, instant(90_000));
  expect(isInBursts(paused, instant(90_000), ms(15_000))).toBe(false);
});

test('a station that breaks off is opened again four times a minute, after longer and longer waits', async () => {
  const clock = new FakeClock();
  const breaks = new Breaks(clock);
  expect(Array.from({ length: 5 }, () => breaks.next())).toEqual([250, 500, 1000, 2000, undefined]);
  await clock.advance(ms(60_000));
  expect(breaks.next()).toBe(250);
});

test('an end is natural where the track was nearly over', () => {
  const at = (position: number) => ({ position, seenAt: instant(0), movedAt: instant(0) });
  const remote = track('r', 'https://example.org/a.opus', { duration: ms(200_000) });
  expect(isNatural(remote, at(199), 200, instant(0))).toBe(true);
  expect(isNatural(remote, at(100), 200, instant(0))).toBe(false);
  expect(isNatural(remote, at(100), undefined, instant(0))).toBe(false);
  expect(isNatural(remote, at(195), 200, instant(1000))).toBe(true);
  expect(isNatural(track('u', 'https://example.org/a'), at(3), undefined, instant(0))).toBe(true);
  expect(isNatural(track('e', 'https://example.org/a', { endless: true }), at(3), undefined, instant(0))).toBe(false);
  expect(isNatural(track('f', '/music/a.opus'), at(3), 200, instant(0))).toBe(true);
  const listed = track('l', 'https://example.org/a', { endless: true });
  expect(isNatural(listed, at(199), 200, instant(0))).toBe(true);
  expect(isNatural(listed, at(100), 200, instant(0))).toBe(false);
  expect(isNatural({ ...listed, source: 'streams' }, at(199), 200, instant(0))).toBe(false);
});

test('a track is nearly over when its outro begins, if it is long enough to have one', () => {
  const at = (position: number) => ({ position, seenAt: instant(0), movedAt: instant(0) });
  const song = track('f', '/music/a.opus');
  expect(isNearlyOver(song, at(196.9), 200, ms(3000))).toBe(false);
  expect(isNearlyOver(song, at(197), 200, ms(3000))).toBe(true);
  expect(isNearlyOver(song, at(199), 200, ms(0))).toBe(false);
  expect(isNearlyOver(song, at(7), 8, ms(3000))).toBe(false);
  expect(isNearlyOver(song, at(199), undefined, ms(3000))).toBe(false);
  expect(isNearlyOver({ ...song, endless: true }, at(199), 200, ms(3000))).toBe(false);
});

test('two decks that pass each other are together as loud as one, at every point', () => {
  const { curve } = fadeOf(ms(2000), true);
  const power = (level: number): number => curve(level) ** 6; // mpv's volume is cubic, and power is the square of it
  for (const level of [0, 0.1, 0.3, 0.5, 0.9, 1]) expect(power(level) + power(1 - level)).toBeCloseTo(1);
});

test("the output decides on mpv's audio arguments", () => {
  expect(mpvArguments('null', '/s', MPV_LIMITS.silence)).toContain('--ao=null');
  expect(mpvArguments('auto', '/s', MPV_LIMITS.silence)).toContain('--audio-device=auto');
  expect(mpvArguments('alsa/hdmi:CARD=vc4hdmi', '/s', MPV_LIMITS.silence)).toContain('--audio-device=alsa/hdmi:CARD=vc4hdmi');
  expect(mpvArguments('pcm:/tmp/a.wav', '/s', MPV_LIMITS.silence)).toEqual(
    expect.arrayContaining(['--ao=pcm', '--ao-pcm-file=/tmp/a.wav', '--af=@silence:lavfi=[silencedetect=n=-60dB:d=20],lavfi=[arealtime]']),
  );
  expect(mpvArguments('auto', '/s', MPV_LIMITS.silence).at(-1)).toBe('--input-ipc-server=/s');
  expect(pcmFile('pcm:/tmp/a:b.wav')).toBe('/tmp/a:b.wav');
  expect(pcmFile('auto')).toBeUndefined();
});

test('two deaths set a track aside for a while', async () => {
  const clock = new FakeClock();
  const aside = new Quarantine({ clock, log: new FakeLog(), limits: { ...MPV_LIMITS, aside: ms(1000) } });
  aside.blame('a');
  await clock.advance(ms(1500));
  aside.blame('a');
  expect(aside.has('a')).toBe(false);
  aside.blame('a');
  expect(aside.has('a')).toBe(true);
  expect(aside.has('b')).toBe(false);
  await clock.advance(ms(1500));
  expect(aside.has('a')).toBe(false);
});

test('where mpv dies of one track after the other, it is not the tracks: none stays aside', () => {
  const aside = new Quarantine({ clock: new FakeClock(), log: new FakeLog(), limits: MPV_LIMITS });
  for (const id of ['a', 'a', 'b']) aside.blame(id);
  expect(['a', 'b'].map((id) => aside.has(id))).toEqual([true, false]);
  aside.blame('b');
  expect(['a', 'b'].map((id) => aside.has(id))).toEqual([false, false]);
});

test('a branch follows its outer signals, or the time, until it is disposed', async () => {
  const clock = new FakeClock();
  const outer = new AbortController();
  const [timed, disposed] = [new LinkedAbort(outer.signal), new LinkedAbort(outer.signal)];
  timed.abortAfter(ms(100), clock, () => new Error('too late'));
  await clock.advance(ms(100));
  expect(timed.signal.reason).toEqual(new Error('too late'));
  const following = new LinkedAbort(new AbortController().signal, outer.signal).abortAfter(ms(100), clock, () => new Error('too late'));
  disposed[Symbol.dispose]();
  outer.abort('enough');
  expect(following.signal.reason).toBe('enough');
  expect(disposed.signal.aborted).toBe(false);
  expect(new LinkedAbort(outer.signal).signal.reason).toBe('enough');
  expect(clock.sleeping).toBe(0);
});

test('mpv holds more ready where nothing about the filters can change any more, and most of what is made while it is heard', () => {
  const heldBy = (paced: boolean, ...of: Parameters<typeof track>): unknown =>
    Object.fromEntries(bufferingFor(track(...of), { paced }))['audio-buffer'];
  const held = (...of: Parameters<typeof track>): unknown => heldBy(false, ...of);
  expect(held('flow', '/tmp/1.wav', { source: 'composed', flow: 'river', endless: true })).toBe('2');
  expect(held('piece', '/tmp/a.opus', { source: 'composed' })).toBe('1');
  expect(held('radio', 'https://example.org/a', { source: 'streams', endless: true })).toBe('0.2');
  expect(held('own', '/music/a.flac', { source: 'library' })).toBe('0.2');
  expect(heldBy(true, 'flow', '/tmp/1.wav', { source: 'composed', flow: 'river', endless: true })).toBe('0.2');
});
