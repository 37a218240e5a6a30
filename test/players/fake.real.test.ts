import { playerContract } from '../contracts/player.ts';
import { FakePlayer } from '../fakes/player.ts';
import { track } from './stage.ts';

playerContract('FakePlayer', async () => {
  const player = new FakePlayer();
  player.fail('unplayable', 'unplayable');
  const [short, long, loop, unplayable] = ['short', 'long', 'loop', 'unplayable'].map((id) => track(id, id));
  if (!short || !long || !loop || !unplayable) throw new Error('four tracks');
  return { player, short, long, loop: { ...loop, endless: true }, unplayable, letItEnd: () => player.end() };
});
