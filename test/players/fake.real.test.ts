import { done, failed } from '../../src/domain/result.ts';
import { announcementContract } from '../contracts/announcement.ts';
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

announcementContract('FakePlayer', async () => {
  const player = new FakePlayer();
  player.outcome = ({ url }) => {
    if (url === 'no sound') return failed({ kind: 'no-sound' });
    return url === 'gone' ? failed({ kind: 'unreachable', host: 'nas' }) : done(undefined);
  };
  const messages = { sound: 'sound', noSound: 'no sound', gone: 'gone' };
  return { player, long: track('long', 'long'), loop: track('loop', 'loop', { endless: true }), messages };
});
