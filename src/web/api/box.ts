import {
  boolean,
  integer,
  maxLength,
  maxValue,
  minLength,
  minValue,
  number,
  object,
  optional,
  picklist,
  pipe,
  regex,
  string,
  transform,
} from 'valibot';
import { LOG_LEVELS } from '../../domain/log-line.ts';
import { ms } from '../../domain/units.ts';
import { DOCTOR, LOG, MACHINE, RESTORED, SHEET } from './box-shapes.ts';
import { endpoint, file } from './endpoint.ts';

/** Bytes of a file that is being sent, in one piece of it: 32 kB. */
export const PIECE_BYTES = 32_768;
const MOST_BASE64 = Math.ceil(PIECE_BYTES / 3) * 4;
/** Bytes of a whole backup. */
export const BACKUP_BYTES = 4 * 1024 * 1024;
const SIZE = pipe(number('the size of the backup is missing'), integer(), minValue(1), maxValue(BACKUP_BYTES, 'a backup has 4 MB at most'));
const yes = optional(picklist(['yes', 'no'], 'say yes or no'), 'no');
const MINUTE = ms(60_000);

/** How the box itself is doing, and what its owner can do about it. Times in ms since 1970, sizes in bytes, lengths of time in seconds. */
export const BOX_ENDPOINTS = {
  'POST /api/doctor': endpoint({
    level: 'household',
    summary: 'Checks everything that the box needs. An answer may be up to a minute old; with again, up to ten seconds.',
    input: object({ again: optional(boolean('again is true or false'), false) }),
    output: DOCTOR,
    rate: { most: 30, span: MINUTE },
  }),
  'GET /api/machine': endpoint({
    level: 'household',
    summary: 'The computer: its load, memory, disk and temperature, the versions of the programs, and what was counted since the start.',
    output: MACHINE,
  }),
  'GET /api/log': endpoint({
    level: 'owner',
    summary: 'The newest lines of the log since the start, at most 500: those after a line, of a level and above.',
    input: object({
      after: optional(pipe(string(), regex(/^\d{1,12}$/, 'after is the number of a line'), transform(Number)), '0'),
      level: optional(picklist(LOG_LEVELS, `level is one of ${LOG_LEVELS.join(', ')}`), 'debug'),
    }),
    output: LOG,
  }),
  'GET /api/support': endpoint({
    level: 'owner',
    summary:
      'What helps somebody else to find a fault: settings and log without secrets, state, checks, versions. Titles only if asked for.',
    input: object({ titles: yes }),
    output: file('application/gzip'),
    rate: { most: 6, span: MINUTE },
  }),
  'GET /api/backup': endpoint({
    level: 'owner',
    summary: 'A backup: history, switches and zones, and the settings without secrets to read. PINs and sessions are not in it.',
    input: object({ history: optional(picklist(['yes', 'no'], 'say yes or no'), 'yes') }),
    output: file('application/gzip'),
    rate: { most: 6, span: MINUTE },
  }),
  'POST /api/restore': endpoint({
    level: 'owner',
    summary: 'Takes a backup in pieces of 32 kB, in order. After the last one it is checked, and takes effect when the box starts again.',
    input: object({
      of: SIZE,
      at: pipe(number('at: where this piece begins is missing'), integer(), minValue(0), maxValue(BACKUP_BYTES)),
      data: pipe(
        string('data: the piece itself is missing'),
        minLength(4, 'a piece must not be empty'),
        maxLength(MOST_BASE64, 'a piece has 32 kB at most'),
        regex(/^[A-Za-z0-9+/]+={0,2}$/, 'a piece is written in base64'),
      ),
    }),
    output: RESTORED,
    rate: { most: 300, span: ms(10_000) },
  }),
  'POST /api/say-address': endpoint({
    level: 'household',
    summary: 'Says the address of the page aloud, once, in the language of player.voice. Answers when it has been said.',
    input: object({}),
    output: object({ said: boolean() }),
    rate: { most: 6, span: MINUTE },
  }),
  'GET /api/sheet': endpoint({
    level: 'guest',
    summary: 'What a sign for guests says of this box, from its settings.',
    output: SHEET,
  }),
} as const;
