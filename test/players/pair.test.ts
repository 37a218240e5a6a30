import { expect, test } from 'vitest';
import type { Track } from '../../src/domain/music.ts';
import { ms, percent } from '../../src/domain/units.ts';
import { PlayerPair } from '../../src/players/pair.ts';
import type { PlayerEvent } from '../../src/players/port.ts';
import { playerContract } from '../contracts/player.ts';
import { FakePlayer } from '../fakes/player.ts';

const NEVER = new AbortController().signal;
const own = (id: string): Track => ({ id, title: id, url: `/music/${id}`, source: 'library', mood: 'happy' });
const theirs = (id: string): Track => ({ id, title: id, songs: [id], source: 'music_assistant', mood: 'happy' });

playerContract('PlayerPair', async () => {
  const [here, there] = [new FakePlayer(), new FakePlayer()];
  for (const each of [here, there]) each.fail('unplayable', 'unplayable');
  const player = new PlayerPair(here, there);
  const close = player[Symbol.asyncDispose].bind(player);
  const letItEnd = (): void => (here.playback.kind === 'playing' ? here : there).end();
  // The own loudspeaker is closed by whoever opened it.
  player[Symbol.asyncDispose] = async () => {
    await close();
    await here[Symbol.asyncDispose]();
  };
  return {
    player,
    short: own('short'),
    long: theirs('long'),
    loop: { ...own('loop'), endless: true },
    unplayable: own('unplayable'),
    letItEnd,
  };
});

function pair() {
  const [here, there] = [new FakePlayer(percent(60)), new FakePlayer(percent(30))];
  const player = new PlayerPair(here, there);
  const said: string[] = [];
  player.onEvent(({ kind, playback }: PlayerEvent) => said.push('track' in playback ? `${playback.kind} ${playback.track.id}` : kind));
  return { here, there, player, said };
}
const names = (player: FakePlayer): readonly string[] => player.calls.map(({ name }) => name);

test('each track goes to the one that can play it, and the other is silent before that begins', async () => {
  const { here, there, player, said } = pair();
  await player.play(own('a'), NEVER);
  const order: string[] = [];
  here.onEvent(({ playback }) => playback.kind === 'silent' && order.push('here is silent'));
  there.onEvent(({ playback }) => playback.kind === 'playing' && order.push('there it plays'));
  await player.play(theirs('b'), NEVER);
  expect(order).toEqual(['here is silent', 'there it plays']);
  expect(here.playback.kind).toBe('silent');
  expect(player.playback).toMatchObject({ kind: 'playing', track: { id: 'b' } });
  await player.play(own('c'), NEVER);
  expect(there.playback.kind).toBe('silent');
  expect(said.filter((each) => each.startsWith('playing'))).toEqual(['playing a', 'playing b', 'playing c']);
  expect(said).not.toContain('playback');
});

test('pause, resume and seek are for the one that plays, and both are told to stop', async () => {
  const { here, there, player } = pair();
  await player.play(theirs('b'), NEVER);
  here.calls.length = 0;
  await player.pause();
  await player.resume();
  await player.seek(ms(5));
  await player.stop();
  expect(names(there)).toEqual(['play', 'pause', 'resume', 'seek', 'stop']);
  expect(names(here)).toEqual(['stop']);
});

test('the volume is that of the own loudspeaker, and moves the other in proportion', async () => {
  const { here, there, player } = pair();
  await player.setVolume(percent(40));
  expect([player.volume, here.volume, there.volume]).toEqual([40, 40, 20]);
  await player.setVolume(percent(0));
  await player.setVolume(percent(50));
  expect([here.volume, there.volume]).toEqual([50, 50]);
});

test('a stop in the middle of a change waits until the one that fades out is silent, too', async () => {
  const { here, there, player } = pair();
  await player.play(own('a'), NEVER);
  let isSilent = (): void => undefined;
  const fade = new Promise<void>((resolve) => {
    isSilent = resolve;
  });
  const stop = here.stop.bind(here);
  here.stop = async () => fade.then(() => stop());
  const played = player.play(theirs('b'), NEVER);
  let isFree = false;
  const stopped = player.stop().then(() => {
    isFree = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isFree).toBe(false);
  isSilent();
  await stopped;
  expect(await played).toEqual({ ok: false, why: 'replaced' });
  expect([here.playback.kind, there.playback.kind, player.playback.kind]).toEqual(['silent', 'silent', 'silent']);
  expect(names(there)).not.toContain('play');
});

test('a later call while the one before fades out is the one that counts', async () => {
  const { player } = pair();
  await player.play(own('a'), NEVER);
  const [first, second] = [player.play(theirs('b'), NEVER), player.play(own('c'), NEVER)];
  expect(await first).toEqual({ ok: false, why: 'replaced' });
  expect(await second).toEqual({ ok: true, value: undefined });
  expect(player.playback).toMatchObject({ kind: 'playing', track: { id: 'c' } });
});
