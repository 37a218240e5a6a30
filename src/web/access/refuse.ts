import type { Response } from 'express';
import type { Refusal } from '../../domain/refusal.ts';
import type { Denial } from './denial.ts';

/**
 * Refuses in the form that the client understands: JSON under /api, a page elsewhere. What the page can say in other languages has a code;
 * a plain sentence is for programs.
 */
export function refuse(res: Response, status: number, why: Refusal | string): void {
  const { code, sentence: error, values, wait }: Refusal = typeof why === 'string' ? { sentence: why } : why;
  if (wait !== undefined) res.set('retry-after', String(Math.ceil(wait / 1000)));
  res.status(status).set('cache-control', 'no-store');
  if (/^\/api(?:[/?]|$)/i.test(res.req.originalUrl)) res.json({ error, ...(code && { code }), ...(values && { values }) });
  else
    res
      .type('html')
      .send(`<!doctype html><html lang="en"><title>moodbox</title><p>moodbox: ${error}.</p><p><a href="/">To the page</a></p></html>`);
}

/** Refuses with what the room of access says. */
export const refuseWith = (res: Response, { status, why }: Denial): void => refuse(res, status, why);
