import { describe, expect, test } from 'vitest';
import { classify, errorLines } from '../../../src/music/youtube/failure.ts';

/** Standard errors as yt-dlp 2023.03.04, 2025.04.30 and 2026.10.26 write them. */
const SAID: readonly (readonly [string, string])[] = [
  ['bot-check', 'ERROR: [youtube] dQw4w9WgXcQ: Sign in to confirm you’re not a bot. Use --cookies-from-browser or --cookies'],
  ['bot-check', "ERROR: [youtube] dQw4w9WgXcQ: Sign in to confirm you're not a bot. This helps protect our community."],
  ['rate', "ERROR: Unable to download JSON metadata: HTTP Error 429: Too Many Requests (caused by <HTTPError 429: 'Too Many Requests'>)"],
  [
    'rate',
    "ERROR: [youtube] x: Video unavailable. This content isn't available, try again later. The current session has been rate-limited by YouTube",
  ],
  ['dead', 'ERROR: [youtube] dQw4w9WgXcQ: Video unavailable'],
  ['dead', 'ERROR: [youtube] dQw4w9WgXcQ: Private video. Sign in if you have been granted access to this video'],
  ['dead', 'ERROR: [youtube] dQw4w9WgXcQ: Video unavailable. The uploader has not made this video available in your country'],
  ['dead', 'ERROR: [youtube] dQw4w9WgXcQ: Sign in to confirm your age. This video may be inappropriate for some users.'],
  ['dead', 'ERROR: [youtube] x: This video is no longer available because the YouTube account has been terminated.'],
  ['forbidden', 'ERROR: unable to download video data: HTTP Error 403: Forbidden'],
  ['timeout', 'ERROR: timed out'],
  ['timeout', "ERROR: sad: Error reading response: timed out (caused by TransportError('timed out'))"],
  [
    'offline',
    'ERROR: Unable to download API page: <urlopen error [Errno -3] Temporary failure in name resolution> (caused by URLError(gaierror(-3)))',
  ],
  [
    'offline',
    'ERROR: query "sad" page 1: Unable to download API page: Failed to resolve \'www.youtube.com\' ([Errno -2] Name or service not known)',
  ],
  ['offline', 'ERROR: Unable to download API page: <urlopen error [Errno 101] Network is unreachable>'],
  [
    'offline',
    'ERROR: query "sad" page 1: Unable to download API page: [Errno 111] Connection refused (caused by TransportError(\'[Errno 111]\'))',
  ],
  ['offline', 'ERROR: IncompleteRead(262 bytes read, 261 more expected)'],
  ['offline', 'ERROR: [youtube] x: Unable to download webpage: HTTP Error 503: Service Unavailable'],
  ['broken', 'ERROR: [youtube] x: Unable to extract uploader id; please report this issue on https://github.com/yt-dlp/yt-dlp/issues'],
  ['broken', 'ERROR: [youtube] x: Requested format is not available. Use --list-formats for a list of available formats'],
  ['broken', "ERROR: 'list' object has no attribute 'get'"],
  ['broken', 'yt-dlp: error: no such option: --js-runtimes'],
  ['broken', 'Traceback (most recent call last):\n  File "x"\nModuleNotFoundError: No module named \'yt_dlp\''],
  ['broken', ''],
];

describe('the class of a failure', () => {
  test.each(SAID)('%s: %s', (failure, stderr) => expect(classify(stderr)).toBe(failure));

  test('is read from the ERROR lines, not from what was said on the way', () =>
    expect(classify('[youtube] x: HTTP Error 403: Forbidden. Retrying (1/1)...\nERROR: [youtube] x: Video unavailable\n')).toBe('dead'));
});

describe('what a log keeps', () => {
  test('is the error, and the last lines where there is none', () => {
    expect(errorLines('noise\nERROR: a\nnoise\nERROR: b\n')).toBe('ERROR: a ERROR: b');
    expect(errorLines('one\ntwo\n\nthree\nfour\n')).toBe('two three four');
  });

  test('is bounded', () => expect(errorLines(`ERROR: ${'x'.repeat(10_000)}`)).toHaveLength(500));
});
