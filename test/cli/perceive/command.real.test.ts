import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../../../src/cli/perceive/lines.ts';
import { spokenSighting } from '../../../src/cli/perceive/lines.ts';
import { EMOTIONS, isEmotion, isMood, scoresBy } from '../../../src/domain/emotion.ts';
import type { Face } from '../../../src/domain/sight.ts';
import { instant } from '../../../src/domain/units.ts';
import { clip, photo } from '../../assets.ts';
import { box } from '../../inference/scene.ts';
import type { Called } from '../call.ts';
import { call } from '../call.ts';

type Line = {
  readonly t: number;
  readonly faces: readonly {
    id: number;
    box: { x: number; y: number; width: number; height: number };
    emotion: string;
    unsure: boolean;
    scores: Record<string, number>;
  }[];
  readonly mood: string;
  readonly unsure: boolean;
};
type Last = { readonly summary: { frames: number; faces: number; moodChanges: number; ms: Record<string, number> } };

const parsed = (called: Called) => ({
  lines: called.out.slice(0, -1).map((line): Line => JSON.parse(line)),
  last: JSON.parse(called.out.at(-1) ?? '') as Last,
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-perceive-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('perceive --json on the real clip, twice a second', () => {
  let called: Called;
  let lines: readonly Line[];
  let last: Last;
  beforeAll(async () => {
    called = await call(['perceive', clip(), '--json', '--fps', '2']);
    ({ lines, last } = parsed(called));
  });

  test('gives a line a frame, on the clip’s own clock, and nothing on standard error', () => {
    expect([called.status, called.err]).toEqual([0, []]);
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.length).toBeLessThan(110);
    expect(lines[0]?.t).toBe(0);
    for (const [index, { t }] of lines.entries()) expect(Math.abs(t - index * 500)).toBeLessThanOrEqual(500 / 4);
  });

  test('finds the person nearly always, in pixels of the source', () => {
    const seen = lines.filter(({ faces }) => faces.length > 0);
    expect(seen.length / lines.length).toBeGreaterThanOrEqual(0.9);
    for (const { faces } of seen) {
      for (const { box: where } of faces) {
        expect(where.x + where.width).toBeLessThanOrEqual(400);
        expect(where.y + where.height).toBeLessThanOrEqual(300);
      }
    }
  });

  test('tells an emotion, and seven scores whose sum is 1 less what the network cannot tell, the emotion’s the highest', () => {
    for (const { faces, mood } of lines) {
      expect(isMood(mood)).toBe(true);
      for (const { emotion, scores, id } of faces) {
        expect(Number.isInteger(id)).toBe(true);
        expect(Object.keys(scores)).toEqual([...EMOTIONS]);
        expect(isEmotion(emotion) && scores[emotion]).toBe(Math.max(...Object.values(scores)));
        const sum = Object.values(scores).reduce((total, each) => total + each, 0);
        expect(sum).toBeLessThanOrEqual(1.0001);
        expect(sum).toBeGreaterThan(0.5); // this clip shows a face that can be read
      }
    }
  });

  test('knows the person as one', () => {
    const ids = lines.flatMap(({ faces }) => faces.map(({ id }) => id));
    expect(ids.filter((id) => id === ids[0]).length / ids.length).toBeGreaterThan(0.8);
  });

  test('settles its first mood after a quarter of the hold, not before', () => {
    expect(lines.filter(({ t, mood }) => t < 750 && mood !== 'away')).toEqual([]);
    expect(lines.find(({ t }) => t > 15_000)?.mood).not.toBe('away');
  });

  test('ends with a summary that agrees with the lines', () => {
    const { frames, faces, moodChanges, ms } = last.summary;
    expect(frames).toBe(lines.length);
    expect(faces).toBe(lines.reduce((sum, line) => sum + line.faces.length, 0));
    expect(moodChanges).toBe(lines.filter(({ mood }, index) => mood !== (lines[index - 1]?.mood ?? 'away')).length);
    expect(Object.keys(ms)).toEqual(['decode', 'detect', 'preprocess', 'infer']);
    for (const mean of Object.values(ms)) expect(mean).toBeGreaterThan(0);
  });
});

describe('perceive', () => {
  test('reads a single image at once, and looks at it closely', async () => {
    const { status, out } = await call(['perceive', photo(3), '--json']);
    const line: Line = JSON.parse(out[0] ?? '');
    expect([status, out.length]).toEqual([0, 2]);
    expect(line.faces.length).toBeGreaterThanOrEqual(3);
    expect(line.mood).toBe(line.unsure ? 'neutral' : line.faces[0]?.emotion);
  });

  test.each([
    ['0', false],
    ['1', true],
  ])('asked for a confidence of %s, says of every face and of the room whether it is unsure: %s', async (least, unsure) => {
    const { out } = await call(['perceive', photo(3), '--json'], { MOODBOX_MOOD_MIN_CONFIDENCE: least });
    const line: Line = JSON.parse(out[0] ?? '');
    expect(new Set(line.faces.map((face) => face.unsure))).toEqual(new Set([unsure]));
    expect([line.unsure, line.mood]).toEqual([unsure, unsure ? 'neutral' : line.faces[0]?.emotion]);
  });

  test('holds a face to mood.min_confidence, here between two faces of one picture', async () => {
    const json = ['perceive', photo(3), '--json', '--config', made('group.yaml', (path) => writeFileSync(path, 'mood:\n  of: group\n'))];
    const strongestOf = (line: Line) => line.faces.map(({ scores }) => Math.max(...Object.values(scores)));
    const first = strongestOf(JSON.parse((await call(json)).out[0] ?? '')).sort((a, b) => a - b);
    const [least, most] = [first.at(0) ?? 0, first.at(-1) ?? 0];
    expect(most - least).toBeGreaterThan(1e-4);
    const between = (least + most) / 2;
    const line: Line = JSON.parse((await call(json, { MOODBOX_MOOD_MIN_CONFIDENCE: String(between) })).out[0] ?? '');
    expect(line.faces.map(({ unsure }) => unsure)).toEqual(strongestOf(line).map((score) => score < between));
    expect(line.unsure).toBe(false);
  });

  test('reads a folder of images as a clip, in the order of their names', async () => {
    const images = join(folder, 'images');
    mkdirSync(images, { recursive: true });
    copyFileSync(photo(3), join(images, '10.jpg'));
    copyFileSync(photo(6), join(images, '2.jpg'));
    const { lines, last } = parsed(await call(['perceive', images, '--json', '--fps', '4']));
    expect(lines.map(({ t }) => t)).toEqual([0, 250]);
    expect(last.summary.frames).toBe(2);
  });

  test('passes over what cannot be shown in a folder, names it on standard error and counts it', async () => {
    const images = join(folder, 'mac');
    mkdirSync(images, { recursive: true });
    copyFileSync(photo(3), join(images, 'a.jpg'));
    writeFileSync(join(images, '._a.jpg'), Buffer.from('0005160700020000', 'hex'));
    writeFileSync(join(images, 'b.jpg'), '');
    const called = await call(['perceive', images, '--json']);
    expect(called.err).toEqual([
      'moodbox perceive: passed over: ._a.jpg is a note that a Mac keeps beside a file, not a picture',
      'moodbox perceive: passed over: b.jpg is empty',
    ]);
    expect(called.status).toBe(0);
    expect(JSON.parse(called.out.at(-1) ?? '')).toMatchObject({ summary: { frames: 1, passedOver: 2 } });
    const spoken = await call(['perceive', images]);
    expect(spoken.out.some((line) => /^passed over +2$/.test(line))).toBe(true);
  });

  test('for people: a line a second and a table', async () => {
    const { status, out } = await call(['perceive', photo(3)]);
    expect(status).toBe(0);
    expect(out[0]).toMatch(/^ {2}0:00\.0 {2}mood away -> \w+$/);
    expect(out[1]).toMatch(/face 1 \w+ \d+ % at \d+,\d+ \d+ x \d+, face 2/);
    expect(out.some((line) => /^frames +1$/.test(line))).toBe(true);
    expect(out.some((line) => /^infer, ms a frame +\d+\.\d\d$/.test(line))).toBe(true);
  });

  test('stops when it is asked to, and still sums up', async () => {
    const stop = new AbortController();
    stop.abort();
    const { status, out } = await call(['perceive', clip(), '--json'], {}, stop.signal);
    expect(status).toBe(0);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ summary: { frames: 0 } });
  });

  test.each([
    ['a missing file', () => '/nowhere/at.mp4', /'\/nowhere\/at\.mp4'/],
    ['an empty folder', () => made('empty', () => mkdirSync(join(folder, 'empty'))), /holds no picture/],
    ['a file that is no clip', () => made('text.mp4', (path) => writeFileSync(path, 'no clip')), /text\.mp4/],
    ['a file that is no image', () => made('text.jpg', (path) => writeFileSync(path, 'no image')), /text\.jpg/],
  ])('%s: one clear line, exit 1', async (_what, path, says) => {
    const { status, out, err } = await call(['perceive', path(), '--json']);
    expect([status, err.length]).toEqual([1, 1]);
    expect(err[0]).toMatch(/^moodbox perceive: /);
    expect(err[0]).toMatch(says);
    expect(out).toEqual([]);
  });

  test.each([
    ['nothing to look at', []],
    ['two things', ['a.mp4', 'b.mp4']],
    ['an unknown flag', ['a.mp4', '--fast']],
    ['a rate that is none', ['a.mp4', '--fps', 'often']],
    ['no pictures a second', ['a.mp4', '--fps', '0']],
  ])('%s: one clear line, exit 2', async (_what, args) => {
    const { status, out, err } = await call(['perceive', ...args]);
    expect([status, out, err.length]).toEqual([2, [], 1]);
  });

  test('models that are not there: one line, exit 1', async () => {
    const { status, err } = await call(['perceive', photo(3)], { MOODBOX_INFERENCE_MODELS: folder });
    expect(status).toBe(1);
    expect(err).toEqual([expect.stringMatching(/manifest\.json: is missing; restore it/)]);
  });
});

describe('spoken lines', () => {
  const face: Face = { id: 1, box: box(1, 2, 30), scores: scoresBy((emotion) => (emotion === 'happy' ? 0.9 : 0.1 / 6)) };
  const step = (at: number, change: Partial<Step> = {}): Step => ({
    sighting: { at: instant(at), faces: [face] },
    before: { mood: 'happy', expression: 'happy' },
    room: { mood: 'happy', expression: 'happy', reading: { kind: 'sure', scores: face.scores }, unsure: new Set() },
    ...change,
  });

  test('come once a second', () => {
    expect(spokenSighting(step(61_000), undefined)).toEqual(['  1:01.0  happy     face 1 happy 90 % at 1,2 30 x 30']);
    expect(spokenSighting(step(61_900), step(61_000))).toEqual([]);
    expect(spokenSighting(step(62_000), step(61_900))).toHaveLength(1);
  });
  test('come at once with a change of mood', () => {
    expect(spokenSighting(step(61_900, { before: { mood: 'sad', expression: 'happy' } }), step(61_000))).toEqual([
      '  1:01.9  mood sad -> happy',
    ]);
  });
  test('say which face is unsure, and that a mood rests on nothing better', () => {
    const unsure = { mood: 'neutral', expression: 'none', reading: { kind: 'unsure', scores: face.scores }, unsure: new Set([1]) } as const;
    expect(spokenSighting(step(3000, { before: { mood: 'away', expression: 'none' }, room: unsure }), undefined)).toEqual([
      '  0:03.0  mood away -> neutral, unsure',
      '  0:03.0  neutral   face 1 happy 90 % (unsure) at 1,2 30 x 30',
    ]);
  });
  test('say when nobody is there', () => {
    const room = { mood: 'away', expression: 'none', reading: { kind: 'nobody' }, unsure: new Set<number>() } as const;
    expect(
      spokenSighting(step(0, { sighting: { at: instant(0), faces: [] }, before: { mood: 'away', expression: 'none' }, room }), undefined),
    ).toEqual(['  0:00.0  away      nobody']);
  });
});

/** A path in the test's folder, made first. */
function made(name: string, make: (path: string) => void): string {
  make(join(folder, name));
  return join(folder, name);
}
