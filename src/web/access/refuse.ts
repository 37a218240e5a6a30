import type { Response } from 'express';
import type { Denial } from './denial.ts';

/** Refuses with a sentence, in the form that the client understands: JSON under /api, a page elsewhere. */
export function refuse(res: Response, status: number, error: string): void {
  res.status(status).set('cache-control', 'no-store');
  if (/^\/api(?:[/?]|$)/i.test(res.req.originalUrl)) res.json({ error });
  else
    res
      .type('html')
      .send(`<!doctype html><html lang="en"><title>moodbox</title><p>moodbox: ${error}.</p><p><a href="/">To the page</a></p></html>`);
}

/** Refuses with what the room of access says. */
export function refuseWith(res: Response, { status, why, retryAfter }: Denial): void {
  if (retryAfter !== undefined) res.set('retry-after', String(Math.ceil(retryAfter / 1000)));
  refuse(res, status, why);
}
