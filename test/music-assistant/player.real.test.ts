import { describe, expect, test } from 'vitest';
import { ms, percent } from '../../src/domain/units.ts';
import type { OtherHand, Player, PlayerEvent } from '../../src/players/port.ts';
import { playerContract } from '../contracts/player.ts';
import { AssistantStage, PATIENCE, programmeOf } from './stage.ts';

const NEVER = new AbortController().signal;

/** Closes the server behind a player, too. */
const closing = (stage: AssistantStage): Player => {
  const close = stage.player[Symbol.asyncDispose].bind(stage.player);
  let isClosed = false;
  return new Proxy(stage.player, {
    get: (player, name) => {
      if (name === Symbol.asyncDispose) {
        return async () => {
          await close();
          if (!isClosed) await stage[Symbol.asyncDispose]();
          isClosed = true;
        };
      }
      const value = Reflect.get(player, name, player) as unknown;
      return typeof value === 'function' ? value.bind(player) : value;
    },
  });
};

playerContract('AssistantPlayer', async () => {
  const stage = await AssistantStage.open();
  const { duration: _endless, ...evening } = programmeOf('evening');
  return {
    player: closing(stage),
    short: programmeOf('short', { id: 'short', duration: ms(1000) }),
    long: programmeOf('morning', { id: 'long' }),
    loop: { ...evening, id: 'loop', endless: true },
    unplayable: programmeOf('ghost', { id: 'unplayable' }),
    letItEnd: () => undefined,
  };
});

type Scene = { readonly stage: AssistantStage; readonly said: string[]; readonly hands: OtherHand[] };

describe('a player of Music Assistant', () => {
  const scene = (title: string, act: (scene: Scene) => Promise<void>): void =>
    test(title, async () => {
      await using stage = await AssistantStage.open();
      const [said, hands]: [string[], OtherHand[]] = [[], []];
      stage.player.onEvent((event) => said.push(worded(event)));
      stage.player.onOtherHand((what) => hands.push(what));
      await act({ stage, said, hands });
    });

  const songs = ['short', 'noon'].map((name) => `filesystem_local://track/${name}`);
  const both = programmeOf('short', { songs, duration: ms(1000), flow: 'both' });

  scene(
    'goes on by itself, and tells the next song by its name, its cover and the address by which we know it',
    async ({ stage, said }) => {
      await stage.player.play(both, NEVER);
      await expect.poll(() => said, PATIENCE).toContain('ended');
      const next = stage.player.current('happy');
      expect(next).toMatchObject({ id: songs[1], title: 'The Suns – noon', flow: 'both', songs: [songs[1]], duration: 600_000 });
      expect(next?.picture).toBe(`${stage.server.url}/imageproxy?path=covers%252Fnoon.jpg&provider=filesystem_local&size=480&fmt=jpeg`);
      expect(stage.player.current('sad')).toBeUndefined();
      if (next) await stage.player.play(next, NEVER);
      expect(said).toEqual([`loading ${songs[0]}`, `playing ${songs[0]}`, 'ended', `playing ${songs[1]}`]);
      expect(stage.server.programmes).toEqual([songs]);
    },
  );

  scene('fails at once when the server is gone, and when only the player is, which stays `playing`', async ({ stage, said }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    stage.server.handSets({ available: false });
    await expect.poll(() => said, PATIENCE).toContain(`failed ${songs[1]}`);
    expect(stage.server.state).toBe('playing');
    expect(stage.source.state).toMatchObject({ kind: 'resting', why: 'unheard' });
  });

  scene('fails within 5 s when the server says nothing any more', async ({ stage, said }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    const began = performance.now();
    stage.server.hangs = true;
    await expect.poll(() => said, PATIENCE).toContain(`failed ${songs[1]}`);
    const took = performance.now() - began;
    process.stdout.write(`a silent Music Assistant was noticed after ${Math.round(took)} ms\n`);
    expect(stage.source.state).toMatchObject({ kind: 'resting', why: 'offline' });
  });

  scene('steps aside for what somebody else plays, and leaves it alone', async ({ stage, said, hands }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    stage.server.handPlays('filesystem_local://track/rain');
    await expect.poll(() => hands, PATIENCE).toEqual(['taken']);
    expect(said.at(-1)).toBe('silent');
    const before = stage.server.commands.length;
    await stage.player.stop();
    await stage.player[Symbol.asyncDispose]();
    const after = stage.server.commands.slice(before).map(({ command }) => command);
    expect(after.filter((command) => command !== 'players/cmd/volume_set')).toEqual([]);
    expect(stage.server).toMatchObject({ state: 'playing', queued: ['filesystem_local://track/rain'], volume: 60 });
  });

  scene('leaves alone what somebody adds to the queue, once it plays', async ({ stage, said, hands }) => {
    await stage.player.play(programmeOf('short'), NEVER);
    stage.server.handAdds('filesystem_local://track/rain');
    await expect.poll(() => hands, PATIENCE).toEqual(['taken']);
    expect(said.at(-1)).toBe('silent');
    expect(said).not.toContain('ended');
    expect(stage.server).toMatchObject({ state: 'playing', current: { song: { name: 'rain' } } });
  });

  scene('takes what the server adds by itself after the last song for the end of the programme', async ({ stage, said, hands }) => {
    stage.server.autoplay = true;
    await stage.player.play(programmeOf('short'), NEVER);
    stage.server.handAdds('filesystem_local://track/rain');
    await expect.poll(() => said, PATIENCE).toContain('ended');
    stage.server.handSets({ volume: 50 });
    await expect.poll(() => stage.player.volume, PATIENCE).toBe(50);
    expect(hands).toEqual([]);
    expect(stage.server.state).toBe('playing');
    await stage.player.stop();
    await expect.poll(() => stage.server.state, PATIENCE).toBe('idle');
  });

  scene('steps aside for a telephone that plays on the same loudspeaker', async ({ stage, said, hands }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    stage.server.handSets({ source: 'airplay', state: 'idle' });
    await expect.poll(() => hands, PATIENCE).toEqual(['taken']);
    expect(said.at(-1)).toBe('silent');
  });

  scene('takes an emptied queue for a wish for silence', async ({ stage, said, hands }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    stage.server.handClears();
    await expect.poll(() => hands, PATIENCE).toEqual(['taken']);
    expect(said.at(-1)).toBe('silent');
    expect(said).not.toContain('ended');
  });

  scene('does not stop its own songs when somebody starts them again', async ({ stage, hands }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    await stage.player.stop();
    expect(stage.server.state).toBe('idle');
    stage.server.handSets({ state: 'playing' });
    await expect.poll(() => hands, PATIENCE).toEqual(['taken']);
    expect(stage.server).toMatchObject({ state: 'playing', queued: [songs[1]] });
  });

  test('tells whoever listens later that somebody was there already, and leaves the volume alone', async () => {
    await using stage = await AssistantStage.open();
    stage.server.handPlays('filesystem_local://track/rain');
    await expect.poll(() => stage.link.queue?.state, PATIENCE).toBe('playing');
    const hands: OtherHand[] = [];
    stage.player.onOtherHand((what) => hands.push(what));
    expect(hands).toEqual(['taken']);
    await stage.player.setVolume(percent(10));
    expect(stage.server).toMatchObject({ volume: 60, state: 'playing' });
  });

  test('sees what was there before it', async () => {
    await using stage = await AssistantStage.open();
    stage.server.handPlays('filesystem_local://track/rain');
    await expect.poll(() => stage.link.queue?.state, PATIENCE).toBe('playing');
    const hands: OtherHand[] = [];
    await using late = stage.anotherPlayer();
    late.onOtherHand((what) => hands.push(what));
    expect(hands).toEqual(['taken']);
  });

  scene('puts its programme there again if an announcement has swallowed it, and takes nothing else for its own', async ({ stage }) => {
    stage.server.handPlays('filesystem_local://track/rain');
    await expect.poll(() => stage.link.queue?.state, PATIENCE).toBe('playing');
    stage.server.announcing = true;
    const played = stage.player.play(programmeOf('noon'), NEVER);
    await expect.poll(() => stage.server.programmes.length, PATIENCE).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(stage.player.playback.kind).toBe('loading');
    stage.server.announcing = false;
    expect(await played).toEqual({ ok: true, value: undefined });
    expect(stage.server.queued).toEqual([songs[1]]);
  });

  scene('is silent after an announcement that has swallowed its stop', async ({ stage }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    stage.server.announcing = true;
    await stage.player.stop();
    expect(stage.server.state).toBe('playing');
    stage.server.handSets({ announcing: false });
    await expect.poll(() => stage.server.state, PATIENCE).toBe('idle');
  });

  scene('has lost its music when nothing of the next can be played', async ({ stage, said }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    expect(await stage.player.play(programmeOf('ghost'), NEVER)).toEqual({ ok: false, why: 'unplayable' });
    expect(said.at(-1)).toBe('failed filesystem_local://track/ghost');
    expect(stage.server).toMatchObject({ state: 'idle', queued: [] });
    await expect.poll(() => stage.server.volume, PATIENCE).toBe(60);
  });

  scene('tells a player that was gone the volume when it is back', async ({ stage }) => {
    stage.server.handSets({ available: false });
    await expect.poll(() => stage.link.isReady, PATIENCE).toBe(false);
    await stage.player.setVolume(percent(45));
    expect(stage.server.volume).toBe(60);
    stage.server.handSets({ available: true });
    await expect.poll(() => stage.server.volume, PATIENCE).toBe(45);
  });

  scene('takes a pause by somebody else for theirs, and goes on when they do', async ({ stage, said, hands }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    stage.server.handSets({ state: 'paused' });
    await expect.poll(() => hands, PATIENCE).toEqual(['paused']);
    stage.server.handSets({ state: 'playing' });
    await expect.poll(() => hands, PATIENCE).toEqual(['paused', 'resumed']);
    expect(said.slice(-2)).toEqual([`paused ${songs[1]}`, `playing ${songs[1]}`]);
  });

  scene('fades back to the volume that somebody has set, also in the middle of a fade', async ({ stage }) => {
    stage.server.handSets({ volume: 35 });
    await expect.poll(() => stage.player.volume, PATIENCE).toBe(35);
    await stage.player.play(programmeOf('noon'), NEVER);
    await expect.poll(() => stage.server.volume, PATIENCE).toBe(35);
    void stage.player.stop(ms(600_000));
    await expect
      .poll(() => stage.server.commands.filter(({ command }) => command === 'players/cmd/volume_set').length, PATIENCE)
      .toBeGreaterThan(4);
    stage.server.handSets({ volume: 80 });
    await expect.poll(() => stage.player.volume, PATIENCE).toBe(80);
    await stage.player.play(programmeOf('morning'), NEVER);
    await expect.poll(() => stage.server.volume, PATIENCE).toBe(80);
  });

  scene('leaves the last word to a hand that moves the volume while a step of a fade is on its way', async ({ stage }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    await expect.poll(() => stage.server.volume, PATIENCE).toBe(60);
    void stage.player.stop(ms(600_000));
    await expect.poll(() => stage.server.volume, PATIENCE).toBeLessThan(60);
    stage.server.handBefore = 80;
    await expect.poll(() => stage.server.handBefore, PATIENCE).toBeUndefined();
    await expect.poll(() => [stage.server.volume, stage.player.volume], PATIENCE).toEqual([80, 80]);
  });

  scene('brings the volume back after an announcement in which its commands were dropped', async ({ stage }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    await expect.poll(() => stage.server.volume, PATIENCE).toBe(60);
    stage.server.announcing = true;
    await stage.player.setVolume(percent(45));
    expect(stage.server.volume).toBe(60);
    stage.server.announcing = false;
    await expect.poll(() => stage.server.volume, PATIENCE).toBe(45);
  });

  scene('silences what it played before it was killed', async ({ stage }) => {
    await stage.player.play(programmeOf('noon'), NEVER);
    const state = stage.server.current;
    expect(state?.song.name).toBe('noon');
    // The connection breaks, and the music there goes on without us.
    stage.server.hangs = true;
    await expect.poll(() => stage.player.playback.kind, PATIENCE).toBe('failed');
    stage.server.hangs = false;
    await expect.poll(() => stage.server.state, PATIENCE).toBe('idle');
  });
});

/** An event in a word or two. */
function worded({ kind, playback }: PlayerEvent): string {
  if (kind === 'ended') return 'ended';
  return 'track' in playback ? `${playback.kind} ${playback.track.id}` : playback.kind;
}
