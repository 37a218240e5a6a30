import { describe, expect, test } from 'vitest';
import { asWritten, parseCommand } from '../../src/domain/command.ts';
import type { Emotion } from '../../src/domain/emotion.ts';
import { EMOTIONS, strongest, sumOfScores } from '../../src/domain/emotion.ts';
import { scoresFelt, senseWordOf } from '../../src/domain/sense.ts';

describe('senseWordOf', () => {
  test('reads an emotion, or a place in the plane of emotions; half trusted for two minutes unless it says otherwise', () => {
    expect(senseWordOf({ name: ' Watch ', emotion: 'fear' })).toEqual({
      ok: true,
      value: { name: 'Watch', feels: 'fear', weight: 0.5, for: 120_000 },
    });
    expect(senseWordOf({ name: 'Voice', valence: -0.4, arousal: 1, weight: 1, for: '5m' })).toEqual({
      ok: true,
      value: { name: 'Voice', feels: { valence: -0.4, arousal: 1 }, weight: 1, for: 300_000 },
    });
    expect(senseWordOf({ name: 'Watch', emotion: null })).toMatchObject({ value: { feels: null } });
  });

  test('holds for an hour at most', () =>
    expect(senseWordOf({ name: 'a', emotion: 'sad', for: '9h' })).toMatchObject({ value: { for: 3_600_000 } }));

  test.each([
    [{}, /"name"/],
    [{ name: '', emotion: 'sad' }, /"name"/],
    [{ name: 'a\nb', emotion: 'sad' }, /"name"/],
    [{ name: 'x'.repeat(41), emotion: 'sad' }, /40 characters/],
    [{ name: 'a' }, /"emotion".*"valence" and "arousal"/],
    [{ name: 'a', emotion: 'bored' }, /one of the seven emotions/],
    [{ name: 'a', emotion: 'away' }, /one of the seven emotions/],
    [{ name: 'a', valence: 0.5 }, /each from -1 to 1/],
    [{ name: 'a', emotion: 'sad', valence: 0, arousal: 0 }, /not both/],
    [{ name: 'a', emotion: null, valence: 0 }, /not both/],
    [{ name: 'a', valence: 2, arousal: 0 }, /each from -1 to 1/],
    [{ name: 'a', valence: Number.NaN, arousal: 0 }, /each from -1 to 1/],
    [{ name: 'a', emotion: 'sad', weight: 0 }, /"weight" is above 0/],
    [{ name: 'a', emotion: 'sad', weight: 1.1 }, /1 at most/],
    [{ name: 'a', emotion: 'sad', for: -3 }, /"for" is in seconds/],
    [{ name: 'a', emotion: 'sad', for: 'soon' }, /"for" is in seconds/],
  ])('says what is wrong with %j', (input, sentence) => {
    const word = senseWordOf(input);
    expect(word.ok ? 'taken' : word.why).toMatch(sentence);
  });

  test.each([
    { type: 'sense', name: 'Watch', emotion: 'happy', weight: 0.25, for: 90 },
    { type: 'sense', name: 'Watch', valence: 0.1, arousal: -1, for: '1h' },
    { type: 'sense', name: 'Watch', emotion: null },
  ])('is passed on to another box as it came: %j', (input) => {
    const command = parseCommand(input);
    if (!command.ok) throw new Error(command.why);
    expect(parseCommand(asWritten(command.value))).toEqual(command);
  });
});

describe('scoresFelt', () => {
  test.each<[number, number, Emotion]>([
    [0.8, 0.5, 'happy'],
    [-0.7, -0.4, 'sad'],
    [0, 0, 'neutral'],
    [0.6, -0.4, 'neutral'],
    [0.3, 0.8, 'surprise'],
  ])('valence %d and arousal %d are %s', (valence, arousal, emotion) => {
    const scores = scoresFelt({ valence, arousal });
    expect(strongest(scores)).toBe(emotion);
    expect(sumOfScores(scores)).toBeCloseTo(1);
    expect(scores[emotion]).toBeGreaterThan(0.4);
  });

  test('the plane cannot tell anger from fear, and does not pretend to', () => {
    const scores = scoresFelt({ valence: -0.6, arousal: 0.6 });
    expect(Math.max(...EMOTIONS.map((emotion) => scores[emotion]))).toBeLessThan(0.5);
  });
});
