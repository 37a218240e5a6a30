import { expect, test } from 'vitest';
import { Lane } from '../../../src/mqtt/link/lane.ts';

test('the next one is sent when the one before is answered, whether well or badly', async () => {
  const lane = new Lane();
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const send = (name: string, isRefused: boolean) =>
    lane.add(() => {
      sent.push(name);
      return new Promise<void>((resolve, reject) => answers.push(isRefused ? () => reject(new Error('refused')) : resolve));
    });
  const first = send('first', true);
  const second = send('second', false);
  await new Promise(setImmediate);
  expect(sent).toEqual(['first']);
  answers[0]?.();
  await expect(first).rejects.toThrow('refused');
  await new Promise(setImmediate);
  expect(sent).toEqual(['first', 'second']);
  answers[1]?.();
  await second;
});
