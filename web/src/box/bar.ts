import { notAllowed } from '../sentences/rights.ts';
import { toast } from '../shell/toast.ts';
import { may, visitor } from './rights.ts';
import type { Right } from './visitor.ts';

/** Why the visitor may not use a control; empty if it may be used, or as long as nobody knows. */
export function barOf(right: Right): string {
  return visitor.value === undefined || may(right) ? '' : notAllowed(visitor.value, right);
}

/** Tells somebody who has pressed it why it does nothing. */
export function explainBar(right: Right): void {
  const bar = barOf(right);
  if (bar !== '') toast({ kind: 'problem', text: bar });
}
