import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { FaceBox, Frame, Sighting, Zone } from '../../src/domain/sight.ts';
import { instant, ms, share } from '../../src/domain/units.ts';
import { openSharedEyes } from '../../src/inference/open.ts';
import { beginRoom, presenceIn, stepRoom } from '../../src/mood/room.ts';
import { photo } from '../assets.ts';
import { moodDefaults } from '../daemon/defaults.ts';
import { FakeLog } from '../fakes/log.ts';
import { framesOf } from './scene.ts';

const { camera, inference } = loadConfig({ env: {} });
const [crowd] = await framesOf(photo(6), 10, 960);
if (!crowd) throw new Error('the photo shows nothing');
const { width, height, source } = crowd;

/** The photo in front of the camera at that time. Something bright moves along its lower edge while `walks`. */
function shown(at: number, ignored: readonly Zone[], walks = false): Frame {
  const gray = Uint8Array.from(crowd?.gray ?? []); // a Buffer's own `slice` shares its memory
  const left = Math.round(at / 10) % (width - 120);
  for (let row = height - 140; row < height && walks; row += 1)
    gray.fill(row % 16 < 8 ? 250 : 5, row * width + left, row * width + left + 120);
  return { ...(crowd as Frame), gray, at: instant(at), ignored };
}

/** What new eyes see of the photo in so many looks, `every` milliseconds apart. */
async function watched(looks: number, ignored: readonly Zone[], { every = 300, walks = false } = {}): Promise<readonly Sighting[]> {
  await using shared = await openSharedEyes(inference, 1, { log: new FakeLog(), sight: camera });
  const sightings: Sighting[] = [];
  for (let look = 0; look < looks; look += 1) {
    const seen = await shared.eyes[0]?.look(shown(look * every, ignored, walks));
    if (seen) sightings.push(seen);
  }
  return sightings;
}

const around = ({ x, y, width: w, height: h }: FaceBox): Zone => ({
  x: share(x / source.width),
  y: share(y / source.height),
  width: share(w / source.width),
  height: share(h / source.height),
});
const placesOf = ({ faces }: Sighting): readonly string[] => faces.map(({ box }) => `${box.x},${box.y}`).sort();

describe('a zone to ignore', async () => {
  const [all] = await watched(1, []);
  const faces = all?.faces ?? [];
  const [one, ...others] = faces;
  if (!one || others.length < 2) throw new Error('the photo needs three faces at least');

  test('hides the face in it, and none beside it', async () => {
    const [seen] = await watched(1, [around(one.box)]);
    expect(seen && placesOf(seen)).toEqual(others.map(({ box }) => `${box.x},${box.y}`).sort());
  });

  test('leaves a face whole that only its edge lies in', async () => {
    const { x, y, width: w, height: h } = around(one.box);
    const edge = { x, y, width: share(0.45 * w), height: h };
    const [seen] = await watched(1, [edge]);
    expect(seen?.faces.find(({ box }) => box.x === one.box.x && box.y === one.box.y)?.scores).toEqual(one.scores);
  });

  test('that is drawn while the face is known hides it from the next picture on, although nothing moves', async () => {
    await using shared = await openSharedEyes(inference, 1, { log: new FakeLog(), sight: camera });
    const [eyes] = shared.eyes;
    expect((await eyes?.look(shown(0, [])))?.faces).toHaveLength(faces.length);
    expect((await eyes?.look(shown(100, [around(one.box)])))?.faces).toHaveLength(others.length);
    expect((await eyes?.look(shown(200, [])))?.faces.length).toBeGreaterThanOrEqual(others.length);
  });

  test('keeps nobody in the room: with every face in one, the room is empty in time', async () => {
    const settings = { ...moodDefaults, presence: { ...moodDefaults.presence, hold: ms(5000) } };
    const rooms = async (ignored: readonly Zone[]) =>
      (await watched(6, ignored, { every: 2000 })).reduce((room, sighting) => stepRoom(room, sighting, settings), beginRoom());
    expect(presenceIn(await rooms([])).kind).toBe('present');
    expect(presenceIn(await rooms(faces.map(({ box }) => around(box)))).kind).toBe('absent');
  });

  test('does not hide movement beside it, and hides movement in it', async () => {
    const below: Zone = { x: share(0), y: share((height - 150) / height), width: share(1), height: share(150 / height) };
    const above: Zone = { x: share(0), y: share(0), width: share(1), height: share(0.4) };
    const movements = async (ignored: readonly Zone[]) => (await watched(12, ignored, { walks: true })).filter(({ moved }) => moved).length;
    expect(await movements([])).toBeGreaterThan(3);
    expect(await movements([above])).toBeGreaterThan(3);
    expect(await movements([below])).toBe(0);
  });
});
