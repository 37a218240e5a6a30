import { expect, test } from 'vitest';
import { Director } from '../../src/daemon/control/director.ts';
import { Jukebox } from '../../src/daemon/playback/jukebox.ts';
import { EMOTIONS, scoresBy } from '../../src/domain/emotion.ts';
import { done } from '../../src/domain/result.ts';
import { moment, ms, percent, px, share } from '../../src/domain/units.ts';
import { Chooser } from '../../src/music/choose/chooser.ts';
import { loadMapping } from '../../src/music/choose/mapping.ts';
import { seeded } from '../../src/shared/random.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { FakePlayer } from '../fakes/player.ts';
import { swift } from '../mood/swift.ts';
import { conducted } from './conducted.ts';

const FACE = { x: px(0), y: px(0), width: px(50), height: px(50) };
/** Without a hold, so that the mood follows every frame: far worse than any room. */
const mood = {
  of: 'largest',
  hold: ms(0),
  margin: share(0),
  min_confidence: share(0),
  away_after: ms(10_000),
  smoothing: ms(0),
  ...swift,
} as const;

function world(manner: 'match' | 'lift') {
  const [clock, log, player] = [new FakeClock(), new FakeLog(), new FakePlayer()];
  const asked: string[] = [];
  const wording = { instrumental: false, language: [] };
  const chooser = new Chooser({
    mapping: loadMapping('', 'gentle'),
    opinions: () => [],
    today: () => moment(clock.now()),
    terms: wording,
    day: [],
  });
  const jukebox: Jukebox = new Jukebox({
    ...{ clock, log, player, recent: [] },
    choose: (wish, recent) => chooser.next(wish, recent),
    find: async (choice) => {
      asked.push(choice.query);
      const id = `${choice.mood}-${asked.length}`;
      return done({ id, title: id, url: id, source: 'library', mood: choice.mood });
    },
  });
  jukebox.onEvent(({ kind }) => kind === 'ended' && director.trackEnded());
  const nothing = (): void => undefined;
  let moods = 0;
  const conductor = new Director(
    {
      ...{ clock, log, player, onFeedback: nothing, update: nothing, switchCamera: nothing, remember: nothing, changed: nothing },
      today: () => moment(clock.now()),
      blind: () => false,
      ceiling: () => percent(100),
      moodChanged: () => {
        moods += 1;
      },
    },
    mood,
    { change: 'eager', change_after: ms(60_000), away: 'stop', away_fade: ms(30_000), manner, lift_step: ms(300_000) },
    { camera: true, autoplay: true, override: 'auto' },
  );
  const director: Director = conducted(conductor, (request) => jukebox.perform(request));
  return { clock, player, asked, jukebox, director, moods: () => moods };
}

test.each(['match', 'lift'] as const)('of a thousand moods a minute the music (%s) follows one, and nothing piles up', async (manner) => {
  const { asked, clock, director, jukebox, moods, player } = world(manner);
  const stop = new AbortController();
  const running = jukebox.run(stop.signal);
  const dice = seeded(5);
  for (let i = 0; i < 3000; i += 1) {
    const seen = EMOTIONS[Math.floor(dice() * EMOTIONS.length)];
    const scores = scoresBy((each) => (each === seen ? 0.94 : 0.01));
    director.sighted({ at: clock.now(), faces: [{ id: 1, box: FACE, scores }] });
    if (i % 17 === 0) director.tick();
    await clock.advance(ms(60));
  }
  expect(moods()).toBeGreaterThan(2000);
  expect(player.played.length).toBeGreaterThanOrEqual(3);
  expect(player.played.length).toBeLessThanOrEqual(4);
  expect(asked.length).toBe(player.played.length);
  expect(asked).not.toContain('');
  expect(clock.sleeping).toBe(0);
  stop.abort();
  await running;
});
