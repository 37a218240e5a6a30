import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { boolean, object, string, union } from 'valibot';
import type { GuestWord } from '../../domain/sound-guest.ts';
import { guestAsWritten, guestWordOf } from '../../domain/sound-guest.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import { firstLine } from '../../shared/first-line.ts';
import { isAnswered } from '../../shared/is-answered.ts';
import { jsonFitting, jsonObject } from '../../shared/json.ts';
import type { Log } from '../../shared/log.ts';

/** The door of the service. */
export const SERVICE_DOOR = '/run/moodbox/guest.sock';

/** A client sends one line at once; a connection that stays silent is closed. */
const ASKED_WITHIN = ms(2000);
const LONGEST_LINE = 2000;
const MOST_CONNECTIONS = 16;
/** Linux takes no longer path for a socket, in bytes. */
const LONGEST_PATH = 107;

const ANSWER = union([object({ free: boolean() }), object({ why: string() })]);

/** Where the door of a daemon is: in its runtime folder if systemd has made one, else in its state folder. */
export const guestDoorOf = (stateDir: string, { RUNTIME_DIRECTORY: folder }: NodeJS.ProcessEnv): string =>
  join(folder?.split(':')[0] || stateDir, 'guest.sock');

export type GuestDoorParts = {
  readonly path: string;
  /** Takes a word; of a guest that plays, settles when the loudspeaker is free: to whether it is. */
  readonly take: (word: GuestWord) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * A socket of this machine at which a program says that it plays on the loudspeaker: one line of JSON each way. Whoever may open the socket
 * is believed: the user and the group of moodbox. Without it the box does all else.
 */
export async function openGuestDoor({ path, ...parts }: GuestDoorParts): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    void answered(socket, parts);
  });
  server.maxConnections = MOST_CONNECTIONS;
  try {
    await listening(server, path);
  } catch (err) {
    parts.log.warn({ path, err, advice: 'guests can be told by MQTT and on the page: docs/guests.md' }, 'guests.no_door');
  }
  return {
    [Symbol.asyncDispose]: () => {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}

async function listening(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > LONGEST_PATH) throw new Error(`a socket's path has ${LONGEST_PATH} bytes at most`);
  if (await isAnswered({ path })) throw new Error('another moodbox listens there');
  rmSync(path, { force: true }); // a daemon that was killed leaves it behind
  server.listen(path);
  await once(server, 'listening');
  chmodSync(path, 0o660);
}

async function answered(socket: Socket, { clock, log, take }: Omit<GuestDoorParts, 'path'>): Promise<void> {
  socket.on('error', () => undefined); // whoever asked has gone
  const line = await withTimeout(ASKED_WITHIN, firstLine(socket, LONGEST_LINE), clock);
  const asked = line.ok && line.value !== undefined ? jsonFitting(jsonObject, line.value) : undefined;
  const word = guestWordOf(asked ?? {});
  if (!word.ok) log.info({ why: word.why }, 'guests.nonsense');
  socket.end(`${JSON.stringify(word.ok ? { free: await take(word.value) } : { why: word.why })}\n`);
}

/** What came of a word: `free`: the loudspeaker is; `late`: it is not yet; `refused`; or why moodbox was not reached. */
export type DoorAnswer =
  | { readonly kind: 'away' }
  | { readonly kind: 'free' | 'late' | 'silent' | 'denied' }
  | { readonly kind: 'refused'; readonly why: string };

/** Says a word at the door of a daemon. `silent`: it did not answer within the limit; `away`: none listens there; `denied`: we may not. */
export async function saidAtDoor(path: string, word: GuestWord, limit: Ms, clock: Clock): Promise<DoorAnswer> {
  const socket = connect(path);
  try {
    const asked = withTimeout(limit, once(socket, 'connect'), clock);
    const connected = await asked;
    if (!connected.ok) return { kind: 'silent' };
    socket.on('error', () => undefined);
    socket.write(`${JSON.stringify(guestAsWritten(word))}\n`);
    const line = await withTimeout(limit, firstLine(socket, LONGEST_LINE), clock);
    const answer = line.ok && line.value !== undefined ? jsonFitting(ANSWER, line.value) : undefined;
    if (!answer) return { kind: 'silent' };
    return 'why' in answer ? { kind: 'refused', why: answer.why } : { kind: answer.free ? 'free' : 'late' };
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException;
    if (code === undefined) throw err;
    return { kind: code === 'EACCES' || code === 'EPERM' ? 'denied' : 'away' };
  } finally {
    socket.destroy();
  }
}
