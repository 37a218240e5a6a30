import { describe, expect, test } from 'vitest';
import type { ShownMood } from '../../../src/daemon/control/mood-answers.ts';
import { MoodAnswers } from '../../../src/daemon/control/mood-answers.ts';
import { moment, ms, share } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeHistory } from '../../fakes/history.ts';

const HAPPY: ShownMood = { mood: 'happy', override: 'auto', assumed: false, expression: 'neutral', confidence: share(0.7) };

/** As the director shows it: by getters, which no spread copies. */
class Showing implements ShownMood {
  readonly #shown: ShownMood;
  constructor(shown: ShownMood) {
    this.#shown = shown;
  }
  get mood() {
    return this.#shown.mood;
  }
  get override() {
    return this.#shown.override;
  }
  get assumed() {
    return this.#shown.assumed;
  }
  get expression() {
    return this.#shown.expression;
  }
  get confidence() {
    return this.#shown.confidence;
  }
}

function world(shown: Partial<ShownMood> = {}) {
  const clock = new FakeClock();
  const today = () => moment(1000 + clock.now());
  const history = new FakeHistory(today);
  const answers = new MoodAnswers({ history, clock, today, shown: () => new Showing({ ...HAPPY, ...shown }) });
  return { clock, history, answers };
}

describe('MoodAnswers', () => {
  test('keeps what was shown beside what it was', () => {
    const { answers, history } = world();
    expect(answers.record('right', 'household').ok).toBe(true);
    expect(answers.record('sad', 'owner').ok).toBe(true);
    const kept = { kind: 'answer', at: 1000, shown: 'happy', expression: 'neutral', confidence: 0.7 };
    expect(history.past).toEqual([
      { ...kept, answer: 'happy', level: 'household' },
      { ...kept, answer: 'sad', level: 'owner' },
    ]);
  });

  test.each([
    ['chosen by hand', { override: 'happy' }, /chosen/],
    ['that nobody is there for', { mood: 'away' }, /nobody/],
    ['that is only assumed', { assumed: true }, /nobody/],
  ] as const)('keeps no answer to a mood %s', (_what, shown, why) => {
    const { answers, history } = world(shown);
    expect(answers.record('right', 'owner')).toMatchObject({ ok: false, why: { sentence: expect.stringMatching(why) } });
    expect(history.past).toEqual([]);
  });

  test('says so if no history is kept', () => {
    const { answers, history } = world();
    history.state = { kind: 'off' };
    expect(answers.record('right', 'owner')).toMatchObject({ ok: false, why: { sentence: expect.stringContaining('history.enabled') } });
  });

  test('takes the last answer back, once, and not after minutes', async () => {
    const { answers, clock, history } = world();
    expect(answers.takeBack()).toBe(false);
    answers.record('right', 'owner');
    answers.record('sad', 'owner');
    expect(answers.takeBack()).toBe(true);
    expect(answers.takeBack()).toBe(false);
    expect(history.past).toHaveLength(1);
    answers.record('sad', 'owner');
    await clock.advance(ms(301_000));
    expect(answers.takeBack()).toBe(false);
    expect(history.past).toHaveLength(2);
  });
});
