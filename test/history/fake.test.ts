import { moment } from '../../src/domain/units.ts';
import type { HistorySubject } from '../contracts/history.ts';
import { historyContract, NOON } from '../contracts/history.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeHistory } from '../fakes/history.ts';

historyContract('FakeHistory', async () => {
  const clock = new FakeClock();
  const today = () => moment(NOON + clock.now());
  const subject: HistorySubject & { history: FakeHistory } = {
    history: new FakeHistory(today),
    pass: (span) => clock.advance(span),
    archive: () => subject.history.archive(),
    again: async () => {
      subject.history = new FakeHistory(today, subject.history.past);
    },
    [Symbol.asyncDispose]: () => subject.history[Symbol.asyncDispose](),
  };
  return subject;
});
