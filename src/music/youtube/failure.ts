import type { NotFound } from '../../domain/music.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';

/**
 * Why a call of yt-dlp failed, grouped by what to do about it. Three concern one video: it is gone (`dead`), it is not ready yet (`later`),
 * or yt-dlp says something of it that moodbox does not know (`odd`). The others concern all of them; `computer` means that this one is
 * full.
 */
export type Failure = 'offline' | 'rate' | 'bot-check' | 'forbidden' | OneVideo | 'broken' | 'timeout' | 'computer' | 'aborted';
export type OneVideo = 'dead' | 'later' | 'odd';

/** Joins patterns that are too long for one line; ignores case. */
const anyOf = (...patterns: readonly RegExp[]): RegExp => new RegExp(patterns.map(({ source }) => source).join('|'), 'i');

/**
 * The first pattern that matches yt-dlp's message decides. A limit of the session comes before all that is said of a video, because
 * YouTube answers with it in the name of each video. A `.` stands for an apostrophe, which may be a curly one.
 */
const SIGNS: readonly (readonly [Exclude<Failure, 'aborted'>, RegExp])[] = [
  [
    'computer',
    anyOf(
      /no space left on device|disk quota exceeded|read-only file system|cannot allocate memory|\bMemoryError\b|too many open files/,
      /could not create temporary directory|failed to map segment/,
    ),
  ],
  [
    'bot-check',
    anyOf(
      /(confirm|verify|prove|make sure)( that)? you(.{1,3}re| are) (not a (bot|robot)|(a )?human)/,
      /unusual traffic|captcha|automated (queries|requests)/,
    ),
  ],
  [
    'rate',
    anyOf(
      /HTTP Error (429|402)|too many requests|rate.?limit|quota exceeded|exceeded.{1,20}quota|wait (a few|\d+) (second|minute|hour)s?/,
      /(content|video) (isn.t|is not) available,? (please )?try again later/,
    ),
  ],
  // What the network or the address may not see says nothing of the video.
  ['forbidden', /(workspace|network) administrator|restricted mode|\bIP( address)?\b.{1,30}block|access denied/i],
  [
    'later',
    anyOf(
      /premier(es?|ing) (in|now|soon)|premiere will begin|live event will begin|is_upcoming|try again later|check back (later|soon)/,
      /being processed|processing this video|still (uploading|processing)|(will be|not yet) available|not available yet|currently unavailable/,
      /(stream|channel|event|video) is (currently )?offline|not currently live|scheduled (stream|for)/,
    ),
  ],
  [
    'dead',
    anyOf(
      /video (is )?(un|not )available|private video|video is private|(has been|was) removed|been terminated|confirm your age|age.restricted/,
      /inappropriate for some users|members.only|this channel.s members|join this channel|premium members|members on level/,
      /(not|isn.t) available in your|(not|n.t) made this (video|content) available|blocked it|no longer (available|exists)|HTTP Error (404|410|451)/,
      /copyright|DRM.protected|pay(ment)? to watch|(requires|rent) (payment|purchase)|(rent|buy) (this|or)|closed their YouTube account/,
      /violat\w+ youtube|live (event|stream) (has ended|recording is not)|playback on other websites/,
      /available on this (device|channel)|channel is not available|incomplete YouTube ID/,
      /(video|short|song|audio|track) (isn.t|is not) available (any ?more|here)|(short|song|audio|track) is (un|not )available|video not found/,
      /geo.?restrict|(is|was|been) blocked (in|for|from|by)|only available (to|for|in|with)|available (in:|with youtube)|subscribers?\b|subscription/,
      /(purchase|login|log.?in|membership) (is )?required|requires (a |an )?(login|account|membership)|is (paid content|unplayable)/,
      /sign in to (watch|view)|must be \d+|years old|self-harm|suicide|\bgraphic|offensive to some|viewer discretion|not appropriate/,
      /(has been|was|is|video) (deleted|cancell?ed)|deleted (by|this)/,
    ),
  ],
  ['forbidden', /HTTP Error (401|403)|forbidden|not available on this app|please sign in\b/i],
  ['timeout', /timed out|timeout/i],
  [
    'offline',
    anyOf(
      /name or service not known|name resolution|failed to resolve|getaddrinfo|nodename nor servname|no address associated|no such host/,
      /(network|host) is (unreachable|down)|no route to host|connection (was )?(refused|reset|aborted|closed)|broken pipe|cannot connect to/,
      /unable to connect to proxy|tunnel connection failed|remote end closed|remotedisconnected|incompleteread|bytes read/,
      /certificate.verify.failed|certificate has expired|not yet valid|ssl:|\bTLS\b|handshake|unexpected.eof|curl: \(\d+\)|HTTP Error 5\d\d/,
    ),
  ],
  [
    'broken',
    anyOf(
      /report this issue|latest version|unable to extract|requested format is not available|no video formats|only images are available/,
      /player response|challenge|nsig|signature|javascript|PO token|needs to be reloaded|unsupported url|HTTP Error 400/,
      /has no attribute|object is not|traceback|no such option|KeyError|TypeError|JSONDecodeError/,
    ),
  ],
  ['offline', /unable to (download|fetch)|transporterror|urlopen error/i],
];

/** A sentence about one video: `ERROR: [youtube] dQw4w9WgXcQ: …`. */
const ABOUT_A_VIDEO = /^ERROR: \[[^\]]+\] [\w-]{11}: /;

/**
 * Classifies a failure by yt-dlp's standard error: by its ERROR lines if it has any, else by its last lines. An unknown sentence about one
 * video is `odd`; any other unknown sentence means that the program is broken.
 */
export function classify(stderr: string): Exclude<Failure, 'aborted'> {
  const message = errorLines(stderr);
  const known = SIGNS.find(([, pattern]) => pattern.test(message))?.[0];
  return known ?? (ABOUT_A_VIDEO.test(message) ? 'odd' : 'broken');
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

/** How long a video is left out after a failure of its own. Nothing is left out for good. */
export const LEFT_OUT_FOR: Readonly<Record<OneVideo, Ms>> = { dead: hours(7 * 24), later: hours(12), odd: hours(24) };

/** The reason that callers get, and how long YouTube is left alone: `first` after one such failure, doubling up to `most`. */
export type Setback = { readonly why: NotFound; readonly first: Ms; readonly most: Ms; readonly advice?: string };

/** The setback for each failure that concerns YouTube, the network or yt-dlp as a whole. */
export const SETBACKS: Readonly<Record<Exclude<Failure, OneVideo | 'aborted'>, Setback>> = {
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
  computer: {
    why: 'broken',
    first: minutes(1),
    most: hours(1),
    advice: 'yt-dlp cannot run because this computer has no disk space, memory or open files left; look at df -h and free -h',
  },
  broken: { why: 'broken', first: minutes(5), most: hours(1), advice: 'yt-dlp is missing or too old for YouTube; install or update it' },
};

/** Whether a failure is about one video only. */
export const isAboutOneVideo = (failure: Failure): failure is OneVideo => Object.hasOwn(LEFT_OUT_FOR, failure);
