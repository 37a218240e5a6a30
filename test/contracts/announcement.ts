import { describe, expect, test } from 'vitest';
import type { Track } from '../../src/domain/music.ts';
import { ms, percent } from '../../src/domain/units.ts';
import type { Player, SpokenMessage } from '../../src/players/port.ts';

/** Addresses of messages: one of half a second, one that is no sound, and one that nobody gives. */
export type MessageAddresses = { readonly sound: string; readonly noSound: string; readonly gone: string };
/** A player (volume 60), and two tracks that last longer than any test. */
export type AnnouncementStage = {
  readonly player: Player;
  readonly long: Track;
  readonly loop: Track;
  readonly messages: MessageAddresses;
};

const NEVER = new AbortController().signal;
const STOPPED = { ok: false, why: { kind: 'stopped' } };

const messageAt = (url: string): SpokenMessage => ({
  ...{ url, volume: percent(40), duck: percent(50), longest: ms(60_000), largest: 1_000_000 },
});

export const announcementContract = (name: string, open: () => Promise<AnnouncementStage>): void => {
  describe(`${name} keeps the promise of announcements`, { timeout: 60_000 }, () => {
    const onStage = (title: string, act: (stage: AnnouncementStage, said: readonly string[]) => Promise<void>): void =>
      test(title, async () => {
        const stage = await open();
        await using player = stage.player;
        const said: string[] = [];
        player.onEvent(({ playback }) => said.push(playback.kind));
        await act(stage, said);
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
      expect(new Set(said)).toEqual(new Set(['loading', 'playing']));
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

    onStage('says nothing once its signal is aborted, or once it is closed', async ({ player, messages }) => {
      expect(await player.announce(messageAt(messages.sound), AbortSignal.abort())).toEqual(STOPPED);
      await player[Symbol.asyncDispose]();
      expect(await player.announce(messageAt(messages.sound), NEVER)).toEqual(STOPPED);
    });
  });
};
