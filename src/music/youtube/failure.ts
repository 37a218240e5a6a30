import type { NotFound } from '../../domain/music.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';

/** Why a call of yt-dlp failed, grouped by what to do about it. `dead` concerns one video, the others concern all of them. */
export type Failure = 'offline' | 'rate' | 'bot-check' | 'forbidden' | 'dead' | 'broken' | 'timeout' | 'aborted';

/** Joins patterns that are too long for one line; ignores case. */
const anyOf = (...patterns: readonly RegExp[]): RegExp => new RegExp(patterns.map(({ source }) => source).join('|'), 'i');

/** The first pattern that matches yt-dlp's message decides. If none matches, the extractor or the program is broken. */
const SIGNS: readonly (readonly [Failure, RegExp])[] = [
  ['bot-check', /confirm you.{1,3}re not a bot|unusual traffic|captcha/i],
  ['rate', /HTTP Error 429|too many requests|rate.?limit/i],
  [
    'dead',
    anyOf(
      /video (is )?(un|not )available|private video|has been removed|been terminated|confirm your age|age.restricted/,
      /members.only|this channel.s members|in your country|who has blocked it|no longer available|HTTP Error (404|410)/,
      /premieres in|live event will begin|copyright|DRM protected|payment to watch/,
    ),
  ],
  ['forbidden', /HTTP Error 403|forbidden/i],
  ['timeout', /timed out|timeout/i],
  [
    'offline',
    anyOf(
      /name or service not known|name resolution|failed to resolve|getaddrinfo|nodename nor servname|no address associated/,
      /network is (unreachable|down)|no route to host|connection (refused|reset|aborted)|cannot connect to proxy/,
      /unable to connect to proxy|remote end closed|remotedisconnected|incompleteread|bytes read|certificate.verify.failed/,
      /ssl:|HTTP Error 5\d\d/,
    ),
  ],
];

/** Classifies a failure by yt-dlp's standard error: by its ERROR lines if it has any, else by its last lines. */
export function classify(stderr: string): Exclude<Failure, 'aborted'> {
  const message = errorLines(stderr);
  return (SIGNS.find(([, pattern]) => pattern.test(message))?.[0] ?? 'broken') as Exclude<Failure, 'aborted'>;
}

/** The part of standard error that says what went wrong, short enough for a log. */
export function errorLines(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => line.startsWith('ERROR'));
  return (errors.length > 0 ? errors : lines.slice(-3)).join(' ').slice(0, 500);
}

const seconds = (count: number): Ms => ms(count * 1000);
const minutes = (count: number): Ms => seconds(count * 60);
const hours = (count: number): Ms => minutes(count * 60);

/** The reason that callers get, and how long YouTube is left alone: `first` after one such failure, doubling up to `most`. */
export type Setback = { readonly why: NotFound; readonly first: Ms; readonly most: Ms; readonly advice?: string };

/** The setback for each failure that concerns YouTube, the network or yt-dlp as a whole. */
export const SETBACKS: Readonly<Record<Exclude<Failure, 'dead' | 'aborted'>, Setback>> = {
  offline: { why: 'offline', first: seconds(15), most: minutes(5) },
  timeout: { why: 'timeout', first: seconds(15), most: minutes(5) },
  forbidden: { why: 'blocked', first: minutes(5), most: hours(1) },
  rate: {
    why: 'blocked',
    first: hours(1),
    most: hours(1),
    advice: 'YouTube has had too many requests from this address; it is left alone for an hour',
  },
  'bot-check': {
    why: 'blocked',
    first: hours(6),
    most: hours(24),
    advice: 'YouTube thinks that this address is a robot; it is left alone for hours',
  },
  broken: { why: 'broken', first: minutes(5), most: hours(1), advice: 'yt-dlp is missing or too old for YouTube; install or update it' },
};
