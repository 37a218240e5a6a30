import { done, failed } from '../../src/domain/result.ts';
import { playerContract } from '../contracts/player.ts';
import { FakePlayer } from '../fakes/player.ts';
import { track } from './stage.ts';

playerContract('FakePlayer', async () => {
  const player = new FakePlayer();
  const messages = { sound: 'sound', noSound: 'no-sound', gone: 'gone' };
  player.outcome = ({ url }) => {
    if (url === messages.noSound) return failed({ kind: 'no-sound' });
    return url === messages.gone ? failed({ kind: 'unreachable', host: 'nas' }) : done(undefined);
  };
  player.fail('unplayable', 'unplayable');
  const [short, long, loop, unplayable] = ['short', 'long', 'loop', 'unplayable'].map((id) => track(id, id));
  if (!short || !long || !loop || !unplayable) throw new Error('four tracks');
  return { player, short, long, loop: { ...loop, endless: true }, unplayable, letItEnd: () => player.end(), messages };
});
