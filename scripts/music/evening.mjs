// What a simulated evening asks of music that follows the room: `bin/moodbox simulate` says it, second by second. Needs `npm run build`.
import { execFileSync } from 'node:child_process';

/** The mood that the music is for, and how lively the room is for it, from each of these seconds on. */
export function wishesOfEvening(evening, seed) {
  const env = { ...process.env, MOODBOX_MUSIC_ORDER: 'composed', MOODBOX_MUSIC_COMPOSED: 'follow' };
  const cli = new URL('../../bin/moodbox', import.meta.url).pathname;
  const said = execFileSync(cli, ['simulate', '--evening', evening, '--seed', seed, '--json'], { env, encoding: 'utf8', maxBuffer: 1e8 });
  let wish = { mood: undefined, energy: 0.5 };
  const wishes = [];
  for (const { event, what, t, track, to } of said.trim().split('\n').map((line) => JSON.parse(line))) {
    if (event !== 'music' || !['begins', 'changes', 'energy'].includes(what)) continue;
    wish = what === 'energy' ? { ...wish, energy: to } : { ...wish, mood: track.mood };
    wishes.push({ at: t / 1000, ...wish });
  }
  return wishes;
}

/** What is wished for at a second of the evening; before the first wish, the first one. */
export const wishAt = (wishes, second) => wishes.findLast(({ at }) => at <= second) ?? wishes[0];
