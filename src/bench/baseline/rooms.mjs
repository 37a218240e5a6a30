// Rooms that go through the daemon's own steps with the default settings, once without baselines and once with them.
import { readFileSync } from 'node:fs';
import { loadConfig } from '../../../dist/config/load.js';
import { moodSettings } from '../../../dist/daemon/mood-settings.js';
import { MOODS } from '../../../dist/domain/emotion.js';
import { beginRoom, expressionIn, stepRoom } from '../../../dist/mood/room.js';

const BOX = { x: 0, y: 0, width: 100, height: 100 };
const FRAME = 250; // milliseconds
const manners = moodSettings(loadConfig({ file: undefined, env: {}, overrides: {} }));

/** The number of frames in each mood and each reading, from frame `from` on. */
function counted(sightings, personal, from) {
  let room = beginRoom();
  const counts = { frames: 0, moods: new Map(), read: new Map() };
  for (const sighting of sightings) {
    room = stepRoom(room, sighting, { ...manners, personal });
    if (sighting.at < from) continue;
    counts.frames += 1;
    // The expression: what the faces are read as, before the mood's inertia.
    const expression = expressionIn(room);
    counts.moods.set(expression, (counts.moods.get(expression) ?? 0) + 1);
    const { kind } = room.reading;
    counts.read.set(kind, (counts.read.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** The minutes in each mood within the last `last`, mean over lives. A life is a list of scores, each shown for `every` milliseconds. */
export function moodMinutes(lives, every, last) {
  const runs = [false, true].map((personal) => {
    const all = lives.map((life) => {
      const sightings = life.flatMap((scores, index) =>
        Array.from({ length: every / FRAME }, (_, at) => ({ at: index * every + at * FRAME, faces: [{ id: 1, box: BOX, scores }] })),
      );
      return counted(sightings, personal, life.length * every - last * 60_000);
    });
    return (mood) => all.reduce((sum, { frames, moods }) => sum + ((moods.get(mood) ?? 0) / frames) * last, 0) / all.length;
  });
  return told(runs);
}

/** The minutes of a repeated clip in each mood, and the share of its frames that were read with enough confidence. */
export function clipOf(file, minutes) {
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ faces }) => faces);
  const span = lines.at(-1).t + 100;
  const sightings = Array.from({ length: Math.ceil((minutes * 60_000) / span) }, (_, turn) =>
    lines.map(({ t, faces }) => ({ at: turn * span + t, faces })),
  ).flat();
  const all = [false, true].map((personal) => counted(sightings, personal, 0));
  const runs = all.map(
    ({ frames, moods }) =>
      (mood) =>
        ((moods.get(mood) ?? 0) / frames) * minutes,
  );
  const sure = all.map(({ frames, read }) => `${(100 * ((read.get('sure') ?? 0) / frames)).toFixed(1)} %`);
  return `${file}: ${told(runs)}; surely read ${sure.join(' → ')}`;
}

const told = ([before, after]) =>
  MOODS.filter((mood) => before(mood) + after(mood) >= 0.05)
    .map((mood) => `${mood} ${before(mood).toFixed(1)} → ${after(mood).toFixed(1)}`)
    .join(', ');
