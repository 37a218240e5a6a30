import { signal } from '@preact/signals-core';
import type { Standing } from '../../../src/domain/access.ts';
import { mayDo } from '../../../src/domain/access.ts';
import { call } from './call.ts';
import type { Right, Visitor } from './visitor.ts';

/** Who is looking. Until the box has said so, nobody, who may do nothing. */
export const visitor = signal<Visitor | undefined>(undefined);

let asking: Promise<string> | undefined;

/** Asks the box who this visitor is. Resolves to a sentence about what went wrong, or to an empty string. */
export function learnRights(): Promise<string> {
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function ask(): Promise<string> {
  const { problem, body } = await call<Visitor>('GET', 'api/access');
  if (problem === '' && JSON.stringify(body) !== JSON.stringify(visitor.peek())) visitor.value = body;
  return problem;
}

/** Whether the visitor has this right. */
export const may = (right: Right): boolean => visitor.value?.may.includes(right) ?? false;

/** Whether the visitor's standing is at least this one. */
export const isAtLeast = (level: Standing): boolean => mayDo(visitor.value?.standing ?? 'stranger', level);
