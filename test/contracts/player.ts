import { describe, expect, test, vi } from 'vitest';
import type { Track } from '../../src/domain/music.ts';
import { ms, percent } from '../../src/domain/units.ts';
import type { Player, PlayerEvent, SpokenMessage } from '../../src/players/port.ts';

/** A player (volume 60) and tracks for it. `letItEnd` is for fakes: a real track ends by itself. */
export type PlayerStage = {
  readonly player: Player;
  /** A second long. */
  readonly short: Track;
  /** Lasts longer than any test. */
  readonly long: Track;
  /** Lasts half a second, and is to be repeated. */
  readonly loop: Track;
  readonly unplayable: Track;
  readonly letItEnd: () => void;
  /** Addresses of messages: one of half a second, one that is no sound, and one that nobody gives. */
  readonly messages: { readonly sound: string; readonly noSound: string; readonly gone: string };
};

const NEVER = new AbortController().signal;
const PATIENCE = { timeout: 15_000, interval: 20 };

const messageAt = (url: string): SpokenMessage => ({
  ...{ url, volume: percent(40), duck: percent(50), longest: ms(60_000), largest: 1_000_000 },
});

/** An event in a word or two: `playing long`, `ended`. */
const worded = ({ kind, playback }: PlayerEvent): string => {
  if (kind === 'ended') return 'ended';
  return 'track' in playback ? `${playback.kind} ${playback.track.id}` : playback.kind;
};

export const playerContract = (name: string, open: () => Promise<PlayerStage>): void => {
  describe(`${name} keeps the Player promise`, () => {
    const onStage = (title: string, act: (stage: PlayerStage, said: readonly string[]) => Promise<void>): void =>
      test(title, async () => {
        const stage = await open();
        await using player = stage.player;
        const said: string[] = [];
        player.onEvent((event) => said.push(worded(event)));
        await act(stage, said);
      });

    onStage('begins silent, at the configured volume', async ({ player }) => {
      expect(player.playback).toEqual({ kind: 'silent' });
      expect(player.volume).toBe(60);
      expect(player.audible).toBe(true);
    });

    onStage('says loading, then playing, and is done when the track is heard', async ({ player, long }, said) => {
      expect(await player.play(long, NEVER)).toEqual({ ok: true, value: undefined });
      expect(said).toEqual(['loading long', 'playing long']);
      expect(player.playback).toMatchObject({ kind: 'playing', track: long });
    });

    onStage('tells a natural end once, and is silent then', async ({ player, short, letItEnd }, said) => {
      await player.play(short, NEVER);
      letItEnd();
      await vi.waitFor(() => expect(said).toContain('ended'), PATIENCE);
      expect(said).toEqual(['loading short', 'playing short', 'ended']);
      expect(player.playback).toEqual({ kind: 'silent' });
    });

    onStage('plays what is left of a track that begins later', async ({ player, short, letItEnd }, said) => {
      const rest = { ...short, startAt: ms(500) };
      expect((await player.play(rest, NEVER)).ok).toBe(true);
      expect(player.playback).toMatchObject({ kind: 'playing', track: rest });
      letItEnd();
      await vi.waitFor(() => expect(said).toContain('ended'), PATIENCE);
      expect(said).toEqual(['loading short', 'playing short', 'ended']);
    });

    onStage('repeats an endless track', async ({ player, loop }, said) => {
      await player.play(loop, NEVER);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(said).toEqual(['loading loop', 'playing loop']);
    });

    onStage('lets a later play replace an earlier one', async ({ player, long, loop }, said) => {
      const first = player.play(long, NEVER);
      const second = player.play(loop, NEVER);
      expect(await first).toEqual({ ok: false, why: 'replaced' });
      expect(await second).toEqual({ ok: true, value: undefined });
      expect(said).toEqual(['loading long', 'loading loop', 'playing loop']);
    });

    onStage('lets a stop replace a play', async ({ player, long }, said) => {
      const play = player.play(long, NEVER);
      await player.stop();
      expect(await play).toEqual({ ok: false, why: 'replaced' });
      expect(said).toEqual(['loading long', 'silent']);
    });

    onStage('lets a play replace a stop', async ({ player, long, loop }, said) => {
      await player.play(long, NEVER);
      const stop = player.stop();
      expect((await player.play(loop, NEVER)).ok).toBe(true);
      await stop;
      expect(player.playback).toMatchObject({ kind: 'playing', track: loop });
      expect(said.at(-1)).toBe('playing loop');
    });

    onStage('is silent when a play is aborted on its way', async ({ player, long }) => {
      const abort = new AbortController();
      const play = player.play(long, abort.signal);
      abort.abort();
      expect(await play).toEqual({ ok: false, why: 'replaced' });
      await vi.waitFor(() => expect(player.playback).toEqual({ kind: 'silent' }), PATIENCE);
    });

    onStage('goes on when the signal is aborted after the track was heard', async ({ player, long }, said) => {
      const abort = new AbortController();
      await player.play(long, abort.signal);
      abort.abort();
      await player.pause();
      await player.resume();
      expect(said).toEqual(['loading long', 'playing long', 'paused long', 'playing long']);
    });

    onStage('does nothing for a signal that is aborted already', async ({ player, long }, said) => {
      expect(await player.play(long, AbortSignal.abort())).toEqual({ ok: false, why: 'replaced' });
      expect(said).toEqual([]);
    });

    onStage('pauses and resumes, and plays the next track unpaused', async ({ player, long, loop }, said) => {
      await player.play(long, NEVER);
      await player.pause();
      expect(player.playback).toEqual({ kind: 'paused', track: long });
      await player.resume();
      await player.pause();
      await player.play(loop, NEVER);
      expect(said.slice(1)).toEqual(['playing long', 'paused long', 'playing long', 'paused long', 'loading loop', 'playing loop']);
    });

    onStage('tells how far a track has come, and moves to where it is told, paused or not', async ({ player, long }, said) => {
      const moved: number[] = [];
      player.onEvent((event) => event.kind === 'moved' && moved.push(event.position));
      expect(player.progress).toBeUndefined();
      await player.play(long, NEVER);
      await vi.waitFor(() => expect(player.progress).toMatchObject({ seekable: true }), PATIENCE);
      expect(player.progress?.position).toBeLessThan(15_000);
      await player.seek(ms(20_000));
      await player.pause();
      expect(player.progress?.position).toBeGreaterThanOrEqual(20_000);
      await player.seek(ms(10_000));
      expect(player.progress?.position).toBeLessThan(20_000);
      expect(player.playback).toEqual({ kind: 'paused', track: long });
      expect(moved).toEqual([20_000, 10_000]);
      await player.stop();
      expect(player.progress).toBeUndefined();
      expect(said.at(-1)).toBe('silent');
    });

    onStage('has no place to move to in an endless track, nor in silence', async ({ player, loop }) => {
      const moved: number[] = [];
      player.onEvent((event) => event.kind === 'moved' && moved.push(event.position));
      await player.seek(ms(1000));
      await player.play(loop, NEVER);
      await vi.waitFor(() => expect(player.progress).toMatchObject({ seekable: false }), PATIENCE);
      await player.seek(ms(100));
      expect(moved).toEqual([]);
    });

    onStage('goes on with the same music under the name of its next part, and ends a pause', async ({ player, long }, said) => {
      const part = (id: string): Track => ({ ...long, id, endless: true, flow: 'river' });
      await player.play(part('one'), NEVER);
      expect(await player.play(part('two'), NEVER)).toEqual({ ok: true, value: undefined });
      await player.pause();
      await player.play(part('three'), NEVER);
      expect(said).toEqual(['loading one', 'playing one', 'playing two', 'paused two', 'playing three']);
      expect(player.playback).toMatchObject({ kind: 'playing', track: { id: 'three' } });
      await player.play({ ...part('four'), flow: 'lake' }, NEVER);
      expect(said.slice(5)).toEqual(['loading four', 'playing four']);
    });

    onStage('has nothing to pause in silence', async ({ player }, said) => {
      await player.pause();
      await player.resume();
      expect(said).toEqual([]);
    });

    onStage('stops', async ({ player, long }, said) => {
      await player.play(long, NEVER);
      await player.stop();
      expect(player.playback).toEqual({ kind: 'silent' });
      expect(said.at(-1)).toBe('silent');
    });

    onStage('stops by a long fade, which the next track need not wait for', async ({ player, long, loop }, said) => {
      await player.play(long, NEVER);
      await new Promise((resolve) => setTimeout(resolve, 500)); // Until something of it is faded in: silence needs no fade.
      const stop = player.stop(ms(600_000));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(player.playback).toMatchObject({ kind: 'playing', track: long });
      expect((await player.play(loop, NEVER)).ok).toBe(true);
      await stop;
      expect(said).toEqual(['loading long', 'playing long', 'loading loop', 'playing loop']);
    });

    onStage('plays by a crossfade where that is asked for', async ({ player, long, loop }, said) => {
      await player.play(long, NEVER);
      expect((await player.play(loop, NEVER, { crossfade: true })).ok).toBe(true);
      expect(said).toEqual(['loading long', 'playing long', 'loading loop', 'playing loop']);
      expect(player.playback).toMatchObject({ kind: 'playing', track: loop });
    });

    onStage('keeps the volume it is given', async ({ player, long }) => {
      await player.setVolume(percent(25));
      await player.play(long, NEVER);
      expect(player.volume).toBe(25);
    });

    onStage('fails a track that cannot be played, and plays the next', async ({ player, unplayable, long }, said) => {
      expect(await player.play(unplayable, NEVER)).toEqual({ ok: false, why: 'unplayable' });
      expect(player.playback).toMatchObject({ kind: 'failed', track: unplayable, why: 'unplayable' });
      expect((await player.play(long, NEVER)).ok).toBe(true);
      expect(said).toEqual(['loading unplayable', 'failed unplayable', 'loading long', 'playing long']);
    });

    onStage('speaks in silence, and stays silent', async ({ player, messages }, said) => {
      expect(await player.announce(messageAt(messages.sound), NEVER)).toEqual({ ok: true });
      expect(player.playback).toEqual({ kind: 'silent' });
      expect(said).toEqual([]);
    });

    onStage('speaks over music, which plays on, at the same volume', async ({ player, long, messages }, said) => {
      await player.play(long, NEVER);
      expect(await player.announce(messageAt(messages.sound), NEVER)).toEqual({ ok: true });
      expect(player.playback).toMatchObject({ kind: 'playing', track: long });
      expect(player.volume).toBe(60);
      expect(new Set(said)).toEqual(new Set(['loading long', 'playing long']));
    });

    onStage('speaks in a pause, which lasts', async ({ player, long, messages }) => {
      await player.play(long, NEVER);
      await player.pause();
      expect(await player.announce(messageAt(messages.sound), NEVER)).toEqual({ ok: true });
      expect(player.playback).toEqual({ kind: 'paused', track: long });
      await player.resume();
      expect(player.playback).toMatchObject({ kind: 'playing', track: long });
    });

    onStage('plays what is asked for while it speaks', async ({ player, long, loop, messages }) => {
      await player.play(long, NEVER);
      const spoken = player.announce(messageAt(messages.sound), NEVER);
      expect((await player.play(loop, NEVER)).ok).toBe(true);
      expect(await spoken).toEqual({ ok: true });
      expect(player.playback).toMatchObject({ kind: 'playing', track: loop });
    });

    onStage('says why a message is not heard, and plays on', async ({ player, long, messages }) => {
      await player.play(long, NEVER);
      expect(await player.announce(messageAt(messages.noSound), NEVER)).toEqual({ ok: false, why: { kind: 'no-sound' } });
      expect(await player.announce(messageAt(messages.gone), NEVER)).toMatchObject({ ok: false, why: { kind: 'unreachable' } });
      expect(player.playback).toMatchObject({ kind: 'playing', track: long });
      expect(await player.announce(messageAt(messages.sound), NEVER)).toEqual({ ok: true });
    });

    onStage('says nothing once its signal is aborted', async ({ player, messages }) => {
      const stopped = { ok: false, why: { kind: 'stopped' } };
      expect(await player.announce(messageAt(messages.sound), AbortSignal.abort())).toEqual(stopped);
    });

    onStage('tells a listener nothing more once it has left', async ({ player, long }) => {
      const heard: string[] = [];
      const leave = player.onEvent((event) => heard.push(worded(event)));
      leave();
      await player.play(long, NEVER);
      expect(heard).toEqual([]);
    });

    onStage('is silent once closed, and plays nothing any more', async ({ player, long }) => {
      await player.play(long, NEVER);
      await player[Symbol.asyncDispose]();
      expect(player.playback).toEqual({ kind: 'silent' });
      expect(await player.play(long, NEVER)).toEqual({ ok: false, why: 'replaced' });
    });

    onStage('says nothing any more once closed', async ({ player, messages }) => {
      await player[Symbol.asyncDispose]();
      expect(await player.announce(messageAt(messages.sound), NEVER)).toEqual({ ok: false, why: { kind: 'stopped' } });
    });
  });
};
