import { musicSourceContract } from '../contracts/music.ts';
import { FakeMusicSource, track } from '../fakes/music.ts';

const wish = { query: 'soft piano', why: 'asked', avoid: [] } as const;

musicSourceContract('FakeMusicSource', async () => ({
  source: new FakeMusicSource([track('sad', 1), track('sad', 2)]),
  wish: { ...wish, mood: 'sad' },
  hopeless: { ...wish, mood: 'happy' },
  [Symbol.asyncDispose]: async () => undefined,
}));
