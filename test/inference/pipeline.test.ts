import { describe, expect, test } from 'vitest';
import { strongest } from '../../src/domain/emotion.ts';
import { instant } from '../../src/domain/units.ts';
import { FacePipeline } from '../../src/inference/pipeline.ts';
import type { EmotionClassifier, Network } from '../../src/inference/port.ts';
import { eyesContract } from '../contracts/eyes.ts';
import { FakeClassifier } from '../fakes/emotion-classifier.ts';
import { FakeFinder } from '../fakes/face-finder.ts';
import { box, frameBy, noiseFrame } from './scene.ts';

const PLAIN = { side: 64, equalise: false, margin: 0 };

function looking(...boxes: ReturnType<typeof box>[]) {
  const finder = new FakeFinder(boxes);
  const classifier = new FakeClassifier();
  return { finder, classifier, look: new FacePipeline({ finder, classifier, preprocessing: PLAIN }) };
}

eyesContract('Look over fakes', async () => ({ eyes: looking(box(10, 10, 50), box(200, 100, 80)).look, crowd: noiseFrame(2) }));

describe('FacePipeline', () => {
  test('reads each face from its own place, and reports it in source pixels', async () => {
    const { look } = looking(box(200, 100, 60), box(10, 10, 80));
    const frame = frameBy(320, 240, (x) => (x < 160 ? 0 : 255), 4);
    const { faces } = await look.look(frame);
    expect(faces.map(({ box: where }) => where)).toEqual([box(40, 40, 320), box(800, 400, 240)]);
    expect(faces.map(({ scores }) => strongest(scores))).toEqual(['angry', 'neutral']);
  });

  test('reads all faces of a frame in one batch, at most the eight largest', async () => {
    const { look, classifier } = looking(...Array.from({ length: 12 }, (_, i) => box(5 + 24 * i, 20, 10 + i)));
    const { faces } = await look.look(noiseFrame(3));
    expect(classifier.batches).toEqual([8]);
    expect(faces.map(({ box: { width } }) => width)).toEqual([21, 20, 19, 18, 17, 16, 15, 14]);
  });

  test('sends a small face to the far network, and keeps it there while it is about as large as the limit', async () => {
    const finder = new FakeFinder([box(10, 10, 80), box(200, 100, 36)]);
    const asked: (readonly Network[] | undefined)[] = [];
    const fake = new FakeClassifier();
    const classifier: EmotionClassifier = {
      classify: (input, _head, networks) => {
        asked.push(networks);
        return fake.classify(input);
      },
      [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
    };
    const routing = { sharpness: 0, smallest: 40 };
    const look = new FacePipeline({ finder, classifier, preprocessing: PLAIN, routing });
    await look.look({ ...noiseFrame(4), at: instant(0) });
    finder.boxes = [box(10, 10, 80), box(200, 100, 42)];
    await look.look({ ...noiseFrame(4), at: instant(100) });
    finder.boxes = [box(10, 10, 80), box(200, 100, 46)];
    await look.look({ ...noiseFrame(4), at: instant(200) });
    expect(asked).toEqual([
      ['near', 'far'],
      ['near', 'far'],
      ['near', 'near'],
    ]);
  });

  test('reads no face, and says only that somebody is there, while too few are in sight', async () => {
    const [finder, classifier] = [new FakeFinder([box(10, 10, 60), box(100, 10, 60)]), new FakeClassifier()];
    const look = new FacePipeline({ finder, classifier, preprocessing: PLAIN, people: 3 });
    expect(await look.look({ ...noiseFrame(3), at: instant(0) })).toEqual({ at: 0, faces: [], moved: true });
    expect((await look.explain({ ...noiseFrame(3), at: instant(50) })).faces).toEqual([]);
    expect(classifier.batches).toEqual([]);
    finder.boxes = [];
    expect(await look.look({ ...noiseFrame(3), at: instant(100) })).toEqual({ at: 100, faces: [] });
    finder.boxes = [box(10, 10, 60), box(100, 10, 60), box(200, 10, 60)];
    expect((await look.look({ ...noiseFrame(3), at: instant(200) })).faces).toHaveLength(3);
  });

  test('asks for no network where there is only one', async () => {
    const { look, classifier } = looking(box(10, 10, 30));
    await look.look(noiseFrame(3));
    expect(classifier.batches).toEqual([1]);
  });

  test('does not ask the classifier if nobody is there', async () => {
    const { look, classifier } = looking();
    expect(await look.look(noiseFrame(3))).toEqual({ at: 0, faces: [] });
    expect(classifier.batches).toEqual([]);
  });

  test('keeps ids while people move, and gives a new one to somebody who comes later', async () => {
    const { look, finder } = looking(box(10, 10, 60));
    const ids = async (at: number) => (await look.look({ ...noiseFrame(4), at: instant(at) })).faces.map(({ id }) => id);
    expect(await ids(0)).toEqual([1]);
    finder.boxes = [box(20, 10, 58), box(200, 90, 70)];
    expect(await ids(100)).toEqual([2, 1]);
  });

  test('reports movement of something as large as a person if its frames follow each other in time', async () => {
    const walking = (step: number) => frameBy(320, 240, (x, y) => (y > 60 && x > 40 + 12 * step && x < 100 + 12 * step ? 40 : 150));
    const tellsOf = async (moments: boolean, frame: (step: number) => ReturnType<typeof walking>) => {
      const look = new FacePipeline({
        finder: new FakeFinder([]),
        classifier: new FakeClassifier(),
        preprocessing: PLAIN,
        continuous: moments,
      });
      const sightings = [];
      for (let step = 0; step < 10; step += 1) sightings.push(await look.look({ ...frame(step), at: instant(step * 333) }));
      return sightings.some(({ moved }) => moved === true);
    };
    expect(await tellsOf(true, walking)).toBe(true);
    expect(await tellsOf(true, () => walking(3))).toBe(false);
    expect(await tellsOf(false, walking)).toBe(false);
  });

  test('adds up its work', async () => {
    const { look } = looking(box(10, 10, 60), box(100, 10, 60));
    for (let i = 0; i < 3; i += 1) await look.look(noiseFrame(5));
    await look.look(frameBy(320, 240, () => 9));
    const { frames, faces, stages } = look.timings;
    expect([frames, faces]).toEqual([4, 6]);
    for (const stage of ['detect', 'preprocess', 'infer'] as const) expect(stages[stage].wall).toBeGreaterThan(0);
  });

  test('explains what it would have read, with a map of each face over what the network saw', async () => {
    const boxes = [box(200, 100, 60), box(10, 10, 80)];
    const parts = { finder: new FakeFinder(boxes), classifier: new FakeClassifier(), preprocessing: { ...PLAIN, margin: 0.1 } };
    const frame = frameBy(320, 240, (x, y) => (7 * x + 3 * y) % 256, 4);
    const { faces } = await new FacePipeline(parts).look(frame);
    const explained = await new FacePipeline(parts).explain(frame);
    expect(explained.faces.map(({ id, box, scores }) => ({ id, box, scores }))).toEqual(faces);
    expect(explained.faces.map(({ region }) => region)).toEqual([box(8, 8, 384), box(776, 376, 288)]);
    for (const { map } of explained.faces) {
      expect(map).toHaveLength(4096);
      expect(Math.max(...map.map(Math.abs))).toBeGreaterThan(0);
    }
  });

  test('follows the same face through looks and explanations', async () => {
    const { look } = looking(box(10, 10, 60));
    const first = await look.explain(noiseFrame(4));
    const second = await look.look({ ...noiseFrame(4), at: instant(100) });
    expect([first.faces[0]?.id, second.faces[0]?.id, look.timings.frames]).toEqual([1, 1, 2]);
  });

  test('explains nothing if nobody is there', async () => {
    const { look, classifier } = looking();
    expect(await look.explain(noiseFrame(3))).toEqual({ at: 0, faces: [] });
    expect(classifier.batches).toEqual([]);
  });

  test('closes the classifier that it was given', async () => {
    const { look, classifier } = looking();
    await look[Symbol.asyncDispose]();
    expect(classifier.disposed).toBe(true);
  });
});
