import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

/** A piece of a file: `of` bytes in all, this one beginning `at`. */
export type Piece = { readonly of: number; readonly at: number; readonly bytes: Buffer };

/** A file that is being sent by somebody, as far as it has come. */
export type Upload = {
  readonly by: string;
  readonly of: number;
  readonly parts: readonly Buffer[];
  readonly received: number;
  readonly last: Instant;
};

const ABANDONED: Ms = ms(60_000);

/**
 * The upload after one more piece. The first piece begins a new one, in the place of an abandoned one or of the sender's own.
 */
export function withPiece(upload: Upload | undefined, { at, bytes, of }: Piece, by: string, now: Instant): Result<Upload, Refusal> {
  if (at === 0) {
    const busy = upload && upload.by !== by && elapsed(upload.last, now) < ABANDONED;
    return busy ? failed(refusal('backup_of_others')) : added({ by, of, parts: [], received: 0, last: now }, bytes, now);
  }
  if (!upload || upload.by !== by || upload.of !== of || upload.received !== at) return failed(refusal('backup_gap'));
  return added(upload, bytes, now);
}

function added(upload: Upload, bytes: Buffer, now: Instant): Result<Upload, Refusal> {
  const received = upload.received + bytes.length;
  if (received > upload.of) return failed(refusal('backup_long'));
  return done({ ...upload, parts: [...upload.parts, bytes], received, last: now });
}

export const isComplete = ({ of, received }: Upload): boolean => received === of;
