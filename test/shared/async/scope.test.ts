import { expect, test } from 'vitest';
import { Scope } from '../../../src/shared/async/scope.ts';

test('what opens last closes first, and a failing closer does not stop the others', async () => {
  const closed: string[] = [];
  const thing = (name: string, fails = false): AsyncDisposable => ({
    [Symbol.asyncDispose]: async () => {
      closed.push(name);
      if (fails) throw new Error(name);
    },
  });
  const use = async (): Promise<void> => {
    await using scope = new Scope();
    scope.own(thing('first'));
    scope.own(thing('second', true));
    scope.own(thing('third'));
  };
  await expect(use()).rejects.toThrow('second');
  expect(closed).toEqual(['third', 'second', 'first']);
});
