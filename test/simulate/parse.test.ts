import { describe, expect, test } from 'vitest';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { usualBox } from '../../src/simulate/face.ts';
import { parseTimeline } from '../../src/simulate/parse.ts';

const read = (...lines: readonly (object | string)[]) =>
  parseTimeline(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));

/** The first face of a timeline that must be right. */
function face(said: object) {
  const parsed = read({ t: 0, faces: [said] });
  if (!parsed.ok) throw new Error(parsed.why.join('\n'));
  const [first] = parsed.value[0]?.faces ?? [];
  if (!first) throw new Error('no face');
  return first;
}

describe('a timeline', () => {
  test('holds what its lines say, and nothing else', () => {
    const box = { x: 10, y: 20, width: 80, height: 90 };
    const scores = { angry: 0.1, disgust: 0, fear: 0, happy: 0.7, sad: 0, surprise: 0, neutral: 0.2 };
    const parsed = read(
      { t: 0, faces: [{ id: 1, scores, box }], motion: true, presence: null, camera: 'watching' },
      '',
      { t: 0, presence: true },
      { t: 60_000.5, command: { type: 'override', mood: 'happy', for: '30m' }, note: 'she laughs' },
      '  ',
    );
    expect(parsed).toEqual({
      ok: true,
      value: [
        { t: 0, faces: [{ id: 1, scores, box }], motion: true, presence: null, camera: 'watching' },
        { t: 0, presence: true },
        { t: 60_000.5, command: { type: 'override', mood: 'happy', for: 1_800_000 }, note: 'she laughs' },
      ],
    });
  });

  test('may begin with a byte order mark, and end its lines as Windows does', () =>
    expect(parseTimeline('\ufeff{"t":0}\r\n{"t":5}\r\n')).toEqual({ ok: true, value: [{ t: 0 }, { t: 5 }] }));

  test.each([
    ['{"t":0', 'it is not a JSON object such as {"t":0,"motion":true}'],
    ['[1]', 'it is not a JSON object'],
    [{ motion: true }, 'it needs "t": milliseconds since the beginning'],
    [{ t: '5' }, 'it needs "t"'],
    [{ t: -1 }, 'it needs "t"'],
    [{ t: 1_700_000_000_000 }, 'a timeline lasts a week at most'],
    [{ t: 5, moved: true }, "a line has no 'moved'; it has t, faces, motion, presence, camera, command, note"],
    [{ t: 5, motion: 1 }, '"motion" is true or false'],
    [{ t: 5, presence: 'ON' }, '"presence" is true, false, or null'],
    [{ t: 5, camera: 'on' }, '"camera" is one of "watching", "lost", "off"'],
    [{ t: 5, note: 7 }, '"note" is a text'],
    [{ t: 5, command: { type: 'dance' } }, 'unknown command type "dance"; known: override'],
    [{ t: 5, faces: {} }, '"faces" is a list'],
    [{ t: 5, faces: [3] }, 'a face is an object such as'],
    [{ t: 5, faces: [{ scores: { happy: 1 } }] }, 'a face needs "id": a whole number'],
    [{ t: 5, faces: [{ id: 1.5, scores: { happy: 1 } }] }, 'a face needs "id": a whole number'],
    [{ t: 5, faces: [{ id: 1 }] }, 'face 1: it needs "scores" such as {"happy":0.8}, or "emotion"'],
    [{ t: 5, faces: [{ id: 1, emotion: 'none' }] }, 'face 1: it needs "scores"'],
    [{ t: 5, faces: [{ id: 1, scores: {} }] }, 'face 1: its "scores" are an object such as'],
    [{ t: 5, faces: [{ id: 1, scores: { glad: 1 } }] }, "face 1: there is no emotion 'glad'; there are angry, disgust"],
    [{ t: 5, faces: [{ id: 1, scores: { happy: 1.2 } }] }, 'face 1: its score of happy must be a number from 0 to 1'],
    [{ t: 5, faces: [{ id: 1, scores: { happy: '0.2' } }] }, 'face 1: its score of happy must be a number from 0 to 1'],
    [{ t: 5, faces: [{ id: 1, scores: { happy: 0.8, sad: 0.4 } }] }, 'face 1: its scores add up to 1.2, which is more than 1'],
    [{ t: 5, faces: [{ id: 1, emotion: 'happy', age: 7 }] }, "a face has no 'age'; it has id, scores, emotion, box"],
    [{ t: 5, faces: [{ id: 1, emotion: 'happy', box: [1, 2, 3, 4] }] }, 'face 1: its "box" needs x, y, width and height in pixels'],
    [{ t: 5, faces: [{ id: 1, emotion: 'happy', box: { x: 0, y: 0, width: 0, height: 5 } }] }, 'face 1: its "box" needs'],
    ['{"t":5,"faces":[{"id":1,"emotion":"sad","box":{"x":1e999,"y":0,"width":5,"height":5}}]}', 'face 1: its "box" needs'],
    ['{"t":1e999}', 'a timeline lasts a week at most'],
    ['{"t":5,"__proto__":{"motion":true}}', "a line has no '__proto__'"],
    [{ t: 5, faces: [1, 1].map((id) => ({ id, emotion: 'happy' })) }, 'face 1 is there twice'],
  ])('that says %j is refused with its line', (line, why) => {
    const parsed = read({ t: 0 }, line);
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? [] : parsed.why).toEqual([expect.stringContaining('line 2: ')]);
    expect(parsed.ok ? '' : parsed.why[0]).toContain(why);
  });

  test('runs forwards', () =>
    expect(read({ t: 0 }, { t: 500 }, { t: 400 })).toEqual({
      ok: false,
      why: ['line 3: "t" is 400, which is earlier than the line before (500); put the lines in the order of their time'],
    }));

  test('has all of its mistakes told at once, the first ten, and how many more there are', () => {
    const wrong = read(...Array.from({ length: 30 }, () => 'x'));
    expect(wrong.ok ? [] : wrong.why.map((each) => each.split(':')[0])).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `line ${n}`),
      'and 20 more',
    ]);
  });

  test('has a line at least', () => expect(read('', ' ')).toEqual({ ok: false, why: [expect.stringContaining('there is no line in it')] }));
});

describe('a face', () => {
  test('keeps the scores that are given, and the others share the rest', () => {
    const { scores } = face({ id: 1, scores: { neutral: 0.7, sad: 0.2 } });
    expect(scores).toMatchObject({ neutral: 0.7, sad: 0.2 });
    for (const each of ['angry', 'disgust', 'fear', 'happy', 'surprise'] as const) expect(scores[each]).toBeCloseTo(0.02, 10);
  });

  test('may have scores that were rounded: they add up to 1 then', () => {
    const { scores } = face({
      id: 1,
      scores: { angry: 0.01, disgust: 0, fear: 0.01, happy: 0.9, sad: 0.03, surprise: 0.01, neutral: 0.05 },
    });
    expect(EMOTIONS.reduce((sum, each) => sum + scores[each], 0)).toBeCloseTo(1, 10);
    expect(scores.happy).toBeCloseTo(0.9 / 1.01, 10);
  });

  test('keeps seven scores that add up to less: the rest is "cannot tell"', () => {
    const tenth = Object.fromEntries(EMOTIONS.map((each) => [each, 0.1]));
    expect(face({ id: 1, scores: tenth }).scores).toEqual(tenth);
  });

  test('may say its emotion alone', () => {
    const { scores } = face({ id: 1, emotion: 'sad' });
    expect(scores.sad).toBe(0.85);
    expect(scores.angry).toBeCloseTo(0.025, 10);
  });

  test('without a box has one that stays, within a picture and apart from its neighbours', () => {
    expect(face({ id: 3, emotion: 'sad' }).box).toEqual(face({ id: 3, emotion: 'happy' }).box);
    const boxes = [0, 1, 2, 3, 4, 5, 6, 7].map(usualBox);
    for (const { x, y, width, height } of boxes)
      expect([x >= 0, y >= 0, x + width <= 1280, y + height <= 720]).toEqual(Array(4).fill(true));
    for (const [i, box] of boxes.slice(1).entries()) expect(box.x).toBeGreaterThanOrEqual((boxes[i]?.x ?? 0) + (boxes[i]?.width ?? 0));
  });

  test('comes after a larger one', () => {
    const box = (width: number) => ({ x: 0, y: 0, width, height: width });
    const parsed = read({ t: 0, faces: [1, 2, 3].map((id) => ({ id, emotion: 'happy', box: box(10 * id) })) });
    expect(parsed.ok && parsed.value[0]?.faces?.map(({ id }) => id)).toEqual([3, 2, 1]);
  });
});
