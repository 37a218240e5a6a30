import { describe, expect, test } from 'vitest';
import { Recorder } from '../../../src/daemon/playback/recorder.ts';
import type { Track } from '../../../src/domain/music.ts';
import { moment, ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeHistory } from '../../fakes/history.ts';
import { FakePlayer } from '../../fakes/player.ts';

const track = (id: string): Track => ({ id, title: id, url: `https://secret@x/${id}`, source: 'library', mood: 'sad' });
const NEVER = new AbortController().signal;

function world() {
  const clock = new FakeClock();
  const today = () => moment(1000 + clock.now());
  const history = new FakeHistory(today);
  const player = new FakePlayer();
  const recorder = new Recorder({ history, clock, today });
  player.onEvent((event) => recorder.heard(event));
  const ends = () => history.past.flatMap((each) => (each.kind === 'over' ? [[each.track.id, each.end]] : []));
  return { clock, history, player, recorder, ends };
}

describe('Recorder', () => {
  test('a track that plays to its end is one play, without its URL', async () => {
    const { clock, history, player } = world();
    await player.play(track('a'), NEVER);
    await clock.advance(ms(180_000));
    player.end();
    const remembered = { id: 'a', title: 'a', source: 'library', mood: 'sad' };
    expect(history.past).toEqual([
      { kind: 'started', at: 1000, track: remembered },
      { kind: 'over', at: 181_000, started: 1000, track: remembered, heard: 180_000, end: 'ended' },
    ]);
  });

  test('what somebody says later replaces what was said before, also of the track that plays', async () => {
    const { history, player, recorder } = world();
    await player.play(track('a'), NEVER);
    recorder.like();
    const heard = { id: 'a', title: 'a', source: 'library', mood: 'sad' } as const;
    expect(recorder.judge(heard, 'dislike')).toBe(true);
    expect(recorder.liked).toBe(false);
    expect(history.opinions().map(({ kind }) => kind)).toEqual(['dislike']);
    recorder.judge(heard, 'like');
    expect(recorder.liked).toBe(true);
    recorder.judge(heard, undefined);
    expect([recorder.liked, history.opinions()]).toEqual([false, []]);
  });

  test('distinguishes every way in which a play ends', async () => {
    const { player, recorder, ends } = world();
    await player.play(track('a'), NEVER);
    await player.play(track('b'), NEVER);
    recorder.skip();
    await player.play(track('c'), NEVER);
    player.breakOff('unplayable');
    await player.play(track('d'), NEVER);
    await player.stop();
    await player.play(track('e'), NEVER);
    recorder.close();
    expect(ends()).toEqual([
      ['a', 'replaced'],
      ['b', 'skipped'],
      ['c', 'failed'],
      ['d', 'stopped'],
      ['e', 'stopped'],
    ]);
  });

  test('a pause does not count as heard', async () => {
    const { clock, history, player } = world();
    await player.play(track('a'), NEVER);
    await clock.advance(ms(10_000));
    await player.pause();
    await clock.advance(ms(500_000));
    await player.resume();
    await clock.advance(ms(5000));
    await player.stop();
    expect(history.past.at(-1)).toMatchObject({ heard: 15_000, at: 516_000 });
  });

  test('a track that was never heard is no play, and there is nothing to like or skip', async () => {
    const { history, player, recorder } = world();
    recorder.like();
    recorder.skip();
    player.fail('a', 'timeout');
    await player.play(track('a'), NEVER);
    recorder.skip();
    expect(history.past).toEqual([]);
  });

  test('a like and a skip count once per play, and a skip does not count against a liked track', async () => {
    const { history, player, recorder, ends } = world();
    await player.play(track('a'), NEVER);
    for (const act of ['like', 'like', 'skip', 'skip'] as const) recorder[act]();
    expect(recorder.liked).toBe(true);
    await player.play(track('b'), NEVER);
    expect(recorder.liked).toBe(false);
    for (const act of ['skip', 'skip'] as const) recorder[act]();
    expect(history.kinds).toEqual(['started', 'like', 'over', 'started', 'skip']);
    expect(ends()).toEqual([['a', 'skipped']]);
  });

  test('thirty tracks that are skipped within thirty seconds are one opinion, of the first', async () => {
    const { clock, history, player, recorder } = world();
    await player.play(track('heard'), NEVER);
    await clock.advance(ms(60_000));
    for (let i = 0; i < 30; i += 1) {
      recorder.skip();
      await player.play(track(`${i}`), NEVER);
      await clock.advance(ms(1000));
    }
    const skipped = () => history.past.flatMap((each) => (each.kind === 'skip' ? [each.track.id] : []));
    expect(skipped()).toEqual(['heard']);
    await clock.advance(ms(6000));
    recorder.skip();
    expect(skipped()).toEqual(['heard', '29']);
  });

  test('records a mood with who decided on it', () => {
    const { history, recorder } = world();
    recorder.mood('happy', 'camera');
    recorder.mood('sad', 'person');
    expect(history.past).toEqual([
      { kind: 'mood', at: 1000, mood: 'happy', by: 'camera' },
      { kind: 'mood', at: 1000, mood: 'sad', by: 'person' },
    ]);
  });
});
