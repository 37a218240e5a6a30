import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';

/** What goes wrong, what is heard then, and how many seconds it may be silent (or take) at most. */
export type Promised = { readonly fault: string; readonly heard: string; readonly most: number };

/** The promises of docs/reliability.md. Upper bounds for a slow and busy machine; what was measured stands beside them there. */
export const PROMISES = {
  start: { fault: 'nothing: from switching on to the first sound', heard: 'YouTube', most: 90 },
  end: { fault: 'switching off (SIGTERM), whatever else is wrong', heard: 'nothing', most: 15 },
  'search not-found': { fault: 'YouTube: the search is not there (404)', heard: 'the library', most: 90 },
  'search rate': { fault: 'YouTube: too many questions (429)', heard: 'the library', most: 90 },
  'search bot-check': { fault: 'YouTube: takes the box for a robot', heard: 'the library', most: 90 },
  'search nonsense': { fault: 'YouTube: has changed, the extractor breaks', heard: 'the library', most: 90 },
  'search drops': { fault: 'YouTube: hangs up in the middle of an answer', heard: 'the library', most: 90 },
  'search silent': { fault: 'YouTube: takes the question and says nothing', heard: 'the library', most: 120 },
  'search stalls': { fault: 'YouTube: begins to answer and stops', heard: 'the library', most: 120 },
  'watch expired': { fault: 'YouTube: every video is forbidden (403)', heard: 'the library', most: 90 },
  'watch bot-check': { fault: 'YouTube: finds, then takes the box for a robot', heard: 'the library', most: 90 },
  'yt-dlp traceback': { fault: 'yt-dlp: dies with a traceback', heard: 'the library', most: 90 },
  'yt-dlp hangs': { fault: 'yt-dlp: hangs, deaf to SIGTERM, with a child', heard: 'the library', most: 120 },
  'yt-dlp missing': { fault: 'yt-dlp: not installed', heard: 'the library', most: 90 },
  'sound once expired': { fault: 'sound: the first address has expired (403)', heard: 'YouTube, the next video', most: 90 },
  'sound not-found': { fault: 'sound: not there (404)', heard: 'the library', most: 90 },
  'sound rate': { fault: 'sound: too many questions (429)', heard: 'the library', most: 90 },
  'sound in circles': { fault: 'sound: a redirection to itself', heard: 'the library', most: 90 },
  'sound wrong content': { fault: 'sound: a login page in its place', heard: 'the library', most: 90 },
  'sound silent': { fault: 'sound: a server that takes the question and says nothing', heard: 'the library', most: 120 },
  'sound stalls': { fault: 'sound: a server that stops after the headers', heard: 'the library', most: 120 },
  'sound drops': { fault: 'sound: hangs up again and again, and answers again', heard: 'YouTube', most: 90 },
  'sound breaks off': { fault: 'sound: breaks off in the middle, for good', heard: 'the library', most: 60 },
  'sound dries up': { fault: 'sound: dries up in the middle, without a word', heard: 'the library', most: 60 },
  'sound in trickles': { fault: 'sound: comes ten times too slowly', heard: 'the library', most: 120 },
  'mpv killed': { fault: 'mpv: killed, or dies (up to three times in a row)', heard: 'the same track, where it was', most: 20 },
  'mpv killed in a row': { fault: 'mpv: dies ten times in a row', heard: 'the same mood', most: 90 },
  'mpv stopped': { fault: 'mpv: hangs (SIGSTOP)', heard: 'the same mood', most: 90 },
  'mpv socket': { fault: 'mpv: its socket removed, or a stranger in its place', heard: 'the same track', most: 5 },
  offline: { fault: 'the network goes in the middle of a video', heard: 'the library', most: 90 },
  online: { fault: 'the network is back (YouTube returns at the end of a track)', heard: 'the library, then YouTube', most: 240 },
  'online gap': { fault: 'from the library back to YouTube', heard: 'YouTube', most: 30 },
  moods: { fault: 'a thousand changes of the mood in a minute', heard: 'the last mood', most: 90 },
  'disk full': { fault: 'disk: full while it plays, and free again', heard: 'the same track', most: 5 },
  'disk full at start': { fault: 'disk: full when it is switched on', heard: 'the library', most: 90 },
  'disk read-only': { fault: 'disk: the state folder read-only when it is switched on', heard: 'the library', most: 90 },
  'history damaged at start': {
    fault: 'history: garbage, cut short, or a folder in its place at the start',
    heard: 'the library',
    most: 90,
  },
  'history damaged': { fault: 'history: overwritten or taken away while it plays', heard: 'the same track', most: 5 },
  'switches damaged': { fault: 'switches: what is remembered cannot be read', heard: 'the library, once it is asked for', most: 90 },
  'broker gone': { fault: 'broker: killed, and back', heard: 'the same track', most: 5 },
  'broker back': { fault: 'broker: from its return to the next word of the box', heard: 'the same track', most: 90 },
} as const satisfies Readonly<Record<string, Promised>>;

export type PromiseName = keyof typeof PROMISES;

/** Holds a measured time against its promise, and writes it down for the table (src/bench/reliability). */
export function measured(name: PromiseName, seconds: number): void {
  const promised: Promised = PROMISES[name];
  const file = process.env.MOODBOX_CHAOS_MEASURED;
  const place = Object.keys(PROMISES).indexOf(name);
  if (file) appendFileSync(file, `${JSON.stringify({ name, place, ...promised, seconds })}\n`);
  expect(seconds, `${promised.fault}, seconds`).toBeLessThanOrEqual(promised.most);
}
