import { describe, expect, test } from 'vitest';
import { instant, ms, percent } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { VirtualClock } from '../../src/simulate/clock.ts';
import { PretendPlayer } from '../../src/simulate/player.ts';
import { playerContract } from '../contracts/player.ts';
import { track } from '../players/stage.ts';

const never = new AbortController().signal;
const volume = percent(60);

playerContract('PretendPlayer', async () => ({
  player: new PretendPlayer(systemClock, { fade: ms(50), volume }),
  short: { ...track('short', 'short'), duration: ms(1000) },
  long: { ...track('long', 'long'), duration: ms(600_000) },
  loop: { ...track('loop', 'loop'), duration: ms(500), endless: true },
  unplayable: { ...track('unplayable', 'unplayable'), duration: ms(0) },
  letItEnd: () => undefined,
}));

describe('what a pretended player lets be heard', () => {
  const song = { ...track('song', 'song'), duration: ms(180_000) };
  const on = async () => {
    const clock = new VirtualClock();
    const player = new PretendPlayer(clock, { fade: ms(2000), volume });
    await player.play(song, never);
    return { clock, player };
  };

  test('has less left of a track as time passes, but not during a pause', async () => {
    const { clock, player } = await on();
    clock.moveTo(instant(60_000));
    expect(player.sound).toEqual({ kind: 'playing', track: song, left: 120_000 });
    await player.pause();
    clock.moveTo(instant(90_000));
    expect([player.sound, player.position]).toEqual([{ kind: 'paused', track: song, left: 120_000 }, 60_000]);
    await player.resume();
    clock.moveTo(instant(100_000));
    expect([player.sound, player.position]).toEqual([{ kind: 'playing', track: song, left: 110_000 }, 70_000]);
  });

  test('fades before it is silent', async () => {
    const { clock, player } = await on();
    const stopping = player.stop(ms(30_000));
    clock.moveTo(instant(29_000));
    expect(player.sound).toMatchObject({ kind: 'fading', track: song });
    clock.moveTo(instant(30_000));
    await stopping;
    expect(player.sound).toEqual({ kind: 'silent' });
    expect(clock.next).toBeUndefined();
  });

  test('is told without an end where it has none', async () => {
    const { player } = await on();
    await player.play({ ...song, endless: true }, never);
    expect(player.sound).toEqual({ kind: 'playing', track: { ...song, endless: true } });
  });
});
