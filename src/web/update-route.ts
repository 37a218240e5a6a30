import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import { refusal } from '../domain/refusal.ts';
import type { Access } from './access/access.ts';
import { callerIn } from './access/guarded.ts';
import { refuse } from './access/refuse.ts';
import { UPDATE_PIECE } from './limits/numbers.ts';
import type { UpdateUpload } from './update-upload.ts';

const NUMBER = /^\d{1,10}$/;

/** Takes a piece of an update: its bytes are the body, and where it belongs is in the query. Nobody sends one before there is a PIN. */
export const updatePiece = (upload: UpdateUpload, access: Access): readonly RequestHandler[] => [
  (req, res, next) => {
    if (access.kept.owner === undefined) refuse(res, 401, refusal('no_pin'));
    else if (req.headers['content-type'] !== 'application/octet-stream') refuse(res, 415, 'send the bytes as application/octet-stream');
    else next();
  },
  express.raw({ type: 'application/octet-stream', limit: UPDATE_PIECE.bytes, inflate: false }),
  (req, res) => take(req, res, upload),
];

async function take({ body, query }: Request, res: Response, upload: UpdateUpload): Promise<void> {
  const { at, of } = query;
  if (!NUMBER.test(String(of)) || !NUMBER.test(String(at)) || !(body instanceof Uint8Array))
    return refuse(res, 400, 'of and at are numbers of bytes, and the body is the piece');
  const taken = await upload.take({ of: Number(of), at: Number(at), bytes: body }, callerIn(res).address);
  if (!taken.ok) return refuse(res, 409, taken.why);
  res.set('cache-control', 'no-store').json({ received: taken.value });
}
