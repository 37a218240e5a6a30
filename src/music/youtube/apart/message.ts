import {
  boolean,
  check,
  custom,
  integer,
  literal,
  maxLength,
  maxValue,
  minValue,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  record,
  regex,
  strictObject,
  string,
  union,
  variant,
} from 'valibot';
import { ms } from '../../../domain/units.ts';
import type { Ran } from '../../../shared/process/run.ts';
import { isVideoId } from '../candidates.ts';
import type { YtDlpRequest } from '../request.ts';
import { VERSION } from '../update/release.ts';

/**
 * What the daemon sends to the unit that runs yt-dlp, as one line of JSON. `copy`: the folder of one of moodbox's own copies (a release or
 * a draft); without it, the yt-dlp in the PATH. `limit`: milliseconds, up to `LONGEST_RUN`. `network`: the user's proxies and authorities.
 */
export type Message = {
  readonly copy?: string | undefined;
  readonly request: YtDlpRequest;
  readonly limit: number;
  readonly network: Readonly<Record<string, string>>;
};

/** In bytes. A request has some hundred; an answer has at most what yt-dlp may print, and JSON may double it. */
export const LONGEST_MESSAGE = 16 * 1024;
export const LONGEST_ANSWER = 40 * 1024 * 1024;

/** No run may take longer: systemd ends the unit after 130 s (moodbox-youtube@.service). */
export const LONGEST_RUN = ms(120_000);

const DRAFT = /^draft-[A-Za-z0-9]{6}$/;
/** The names of copies: nothing that could lead out of their folder. */
export const isCopyName = (name: string): boolean => VERSION.test(name) || DRAFT.test(name);

const runtimes = boolean();
const REQUEST = variant('kind', [
  strictObject({ kind: literal('version') }),
  strictObject({ kind: literal('search'), words: pipe(string(), maxLength(1000)), runtimes }),
  strictObject({ kind: literal('resolve'), id: custom<string>(isVideoId), runtimes }),
]);

export const MESSAGE = strictObject({
  copy: optional(pipe(string(), check(isCopyName))),
  request: REQUEST,
  limit: pipe(number(), integer(), minValue(1), maxValue(LONGEST_RUN)),
  network: record(pipe(string(), regex(/^\w{1,40}$/)), pipe(string(), maxLength(2000))),
});

/** How the run ended, as the unit reports it. */
export type UnitAnswer = Exclude<Ran, { readonly kind: 'missing' }> | { readonly kind: 'missing'; readonly why: string };

export const ANSWER = union([
  object({ kind: literal('ended'), code: nullable(number()), stdout: string(), stderr: string() }),
  object({ kind: literal('stopped'), why: picklist(['timeout', 'abort', 'flood']) }),
  object({ kind: literal('missing'), why: string() }),
]);
