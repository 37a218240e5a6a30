import { expect, test } from 'vitest';
import type { MoodAnswer } from '../../src/domain/history.ts';
import { moment, share } from '../../src/domain/units.ts';
import { agreementOf } from '../../src/history/agreement.ts';

const said = (shown: MoodAnswer['shown'], answer: MoodAnswer['answer']): MoodAnswer => ({
  ...{ kind: 'answer', at: moment(0), shown, answer, expression: 'none', confidence: share(0.5), level: 'household' },
});

test('the agreement is the share of answers that say that the mood was right', () => {
  const answers = [said('happy', 'happy'), said('happy', 'sad'), said('sad', 'sad'), said('neutral', 'away')];
  expect(agreementOf(answers)).toEqual({ answers: 4, right: 2, share: 0.5 });
});

test('without an answer there is no share', () => expect(agreementOf([])).toEqual({ answers: 0, right: 0 }));
