import type { InferOutput } from 'valibot';
import { array, boolean, number, object, optional, picklist, string } from 'valibot';
import { LOG_LEVELS } from '../../domain/log-line.ts';

/** What the endpoints of the box answer. Apart from the endpoints, because the page takes its types from here and knows nothing of Node. */

const CHECKED = object({
  name: string(),
  status: picklist(['ok', 'warn', 'fail']),
  finding: string(),
  advice: optional(string()),
});
const ROOM = object({ total: number(), free: number() });
const COUNTS = object({ moods: number(), tracks: number(), failures: number(), cameraLosses: number(), brokerLosses: number() });

/** What the checks found. `at`: ms since 1970. */
export const DOCTOR = object({ at: number(), ok: boolean(), checks: array(CHECKED) });

/** How the last attempt to update yt-dlp ended. `at`: ms since 1970. */
const LAST_UPDATE = object({
  at: number(),
  outcome: picklist(['updated', 'newest', 'failed', 'rolled-back']),
  version: optional(string()),
  why: optional(string()),
});

/** How the computer is doing. Sizes in bytes, lengths of time in seconds. */
export const MACHINE = object({
  ...{ id: string(), name: string(), hostname: string(), cores: number(), load: number(), fps: number(), dropped: number() },
  temperature: optional(number()),
  memory: ROOM,
  daemonMemory: number(),
  disk: optional(ROOM),
  uptime: object({ machine: number(), daemon: number() }),
  versions: object({
    ...{ moodbox: string(), node: string(), mpv: optional(string()) },
    ytdlp: optional(object({ installed: optional(string()), latest: optional(string()), last: optional(LAST_UPDATE) })),
  }),
  counts: COUNTS,
});

/** Lines of the log, oldest first; `last` is the number of the newest line, whether it is among them or not. */
export const LOG = object({
  last: number(),
  lines: array(object({ seq: number(), at: number(), level: picklist(LOG_LEVELS), room: string(), event: string(), fields: string() })),
});

/** How much of a backup has arrived, in bytes; after the last piece, what is in it. */
export const RESTORED = object({
  received: number(),
  restored: optional(object({ at: string(), moodbox: string(), files: array(string()), plays: optional(number()) })),
});

/** What a sign for guests says. Without `historyDays` no history is kept. */
export const SHEET = object({
  name: string(),
  cameras: number(),
  historyDays: optional(number()),
  preview: boolean(),
  youtube: boolean(),
  network: boolean(),
  group: boolean(),
});

export type DoctorAnswer = InferOutput<typeof DOCTOR>;
export type MachineAnswer = InferOutput<typeof MACHINE>;
export type LogAnswer = InferOutput<typeof LOG>;
export type RestoreAnswer = InferOutput<typeof RESTORED>;
export type SheetAnswer = InferOutput<typeof SHEET>;
