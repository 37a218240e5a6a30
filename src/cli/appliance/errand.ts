import { getPriority, setPriority } from 'node:os';
import { buffer } from 'node:stream/consumers';
import type { BackupRequest } from '../../backup/pack.ts';
import { packed } from '../../backup/pack.ts';
import { unpacked } from '../../backup/unpack.ts';
import type { Config } from '../../config/schema.ts';
import { assertNever } from '../../domain/assert-never.ts';
import type { Result } from '../../domain/result.ts';
import { done } from '../../domain/result.ts';
import type { Io, Subcommand } from '../command.ts';
import { EXIT, parse } from '../command.ts';
import { explainedFailure } from '../console/failure.ts';

/** What the daemon asks for, as one line of JSON on standard input. Bytes may follow: those of the backup to unpack. */
export type ErrandRequest =
  | { readonly kind: 'doctor'; readonly config: Config; readonly leave: readonly string[] }
  | ({ readonly kind: 'backup' } & BackupRequest)
  | { readonly kind: 'restore'; readonly stateDir: string };

/** The music comes first. */
const MODESTY = 10;
const LEAST_PRIORITY = 19;
/** It was not done, and stderr says why in one line. */
const REFUSED = 3;

export const errand: Subcommand = {
  usage: `usage: moodbox errand

Does one job for the daemon that would hold it up: the checks of the doctor, a backup, a restore. The daemon calls it, with the request on
standard input; it is of no use by hand.`,
  run: async (args, io) => {
    parse(args, {}, { least: 0, most: 0 });
    beModest();
    const input = await buffer(process.stdin);
    const end = input.indexOf('\n');
    const request = JSON.parse(input.toString('utf8', 0, end)) as ErrandRequest;
    return explainedFailure('errand', io, async () => answered(await ran(request, input.subarray(end + 1), io), io));
  },
};

function beModest(): void {
  try {
    setPriority(Math.min(LEAST_PRIORITY, getPriority() + MODESTY));
  } catch {
    // Not allowed here. The job is only a little less modest then.
  }
}

async function ran(request: ErrandRequest, payload: Buffer, io: Io): Promise<Result<Buffer, string>> {
  switch (request.kind) {
    case 'doctor': {
      const { examined } = await import('../doctor/examine.ts');
      return done(json(await examined(request.config, io, request.leave)));
    }
    case 'backup':
      return packed(request);
    case 'restore': {
      const laid = await unpacked(payload, request.stateDir);
      return laid.ok ? done(json(laid.value)) : laid;
    }
    default:
      return assertNever(request);
  }
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** The answer is bytes, so it does not go out by the line. */
async function answered(answer: Result<Buffer, string>, io: Io): Promise<number> {
  if (!answer.ok) {
    io.err(answer.why);
    return REFUSED;
  }
  await new Promise((resolve) => process.stdout.write(answer.value, resolve));
  return EXIT.ok;
}
