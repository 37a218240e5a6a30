import type { BoxCheck } from '../../src/domain/checks.ts';

/** What a doctor finds on an ordinary box: mostly well, with something to look at. */
export const SOME_CHECKS: readonly BoxCheck[] = [
  { name: 'music', status: 'ok', finding: 'gentle, from youtube, streams, library, composed, loops' },
  { name: 'mpv', status: 'ok', finding: 'mpv 0.40.0' },
  {
    name: 'yt-dlp',
    status: 'warn',
    finding:
      "yt-dlp 2026.01.10 (moodbox's own copy), 120 days old; last update 3 days ago. It is probably too old for YouTube today, so other music will play",
    advice: 'sudo systemctl start moodbox-ytdlp (or: moodbox update-ytdlp)',
  },
  {
    name: 'audio',
    status: 'fail',
    finding: 'there is no sound card, so nobody will hear the music',
    advice: 'connect a speaker or a USB sound card',
  },
  { name: 'disk', status: 'ok', finding: '/var/lib/moodbox, 6852 MB free' },
  { name: 'clock', status: 'ok', finding: '2026-11-26 20:56 UTC, set from the network' },
];
