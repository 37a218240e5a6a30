import type { InferOutput } from 'valibot';
import {
  array,
  boolean,
  check,
  maxLength,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  readonly,
  record,
  regex,
  string,
  union,
} from 'valibot';
import { FIELD_KINDS, VALUE_SOURCES } from '../../config/field.ts';
import { ms } from '../../domain/units.ts';
import { endpoint } from './endpoint.ts';

const MINUTE = ms(60_000);
const LONGEST_TEXT = 2000;
const MOST_LINES = 100;
const MOST_CHANGES = 200;

const TEXT = pipe(string(), maxLength(LONGEST_TEXT, `a value has at most ${LONGEST_TEXT} characters`));
const VALUE = union([TEXT, number(), boolean(), pipe(array(TEXT), maxLength(MOST_LINES, `a list has at most ${MOST_LINES} lines`))]);
const NAME = pipe(string(), regex(/^[a-z_]+(\.[a-z_]+)?$/, 'the name of a key has its section, such as camera.fps'));
const CHANGES = pipe(
  record(NAME, nullable(VALUE)),
  check((changes) => Object.keys(changes).length <= MOST_CHANGES, 'these are too many changes at once'),
);
const WORDS = pipe(array(string()), readonly());
const SHOWN = union([string(), number(), boolean(), WORDS]);
const LIMIT = optional(union([number(), string()]));

const FIELD = object({
  key: string(),
  sentence: string(),
  kind: picklist(FIELD_KINDS),
  default: SHOWN,
  least: LIMIT,
  most: LIMIT,
  choices: optional(WORDS),
  unit: optional(string()),
  settable: boolean(),
  /** It takes effect at the next start of the box. */
  restart: boolean(),
});
const SHOWN_VALUE = object({
  key: string(),
  source: picklist(VALUE_SOURCES),
  isSet: boolean(),
  value: optional(SHOWN),
  hint: optional(string()),
});
/**
 * `key` is absent if a problem is about no key, or about the file as a whole. `code` and `values`: by which the page says it in the
 * visitor's language, where it can.
 */
const PROBLEM = object({
  key: optional(string()),
  sentence: string(),
  code: optional(string()),
  values: optional(record(string(), union([string(), number()]))),
});

const PROBLEMS = pipe(array(PROBLEM), readonly());

const CONFIG = object({
  /** The configuration is wrong, and the box waits in safe mode. */
  safe: boolean(),
  problems: PROBLEMS,
  values: pipe(array(SHOWN_VALUE), readonly()),
  /** What is saved is not what runs. */
  restart: boolean(),
  /** The last change can be undone; the one that was undone last can be redone. At most one of the two. */
  undo: boolean(),
  redo: boolean(),
  /** Why the last change was taken back at a start that failed with it. */
  takenBack: optional(string()),
});
const SAVED = object({ saved: boolean(), problems: PROBLEMS, restart: boolean() });

const BROKER = object({
  url: pipe(string('say the address of the broker'), maxLength(LONGEST_TEXT)),
  username: optional(TEXT, ''),
  password: optional(TEXT, ''),
});

/** An empty body. */
const NOTHING = object({});

export const SETTINGS_ENDPOINTS = {
  'GET /api/config': endpoint({
    level: 'owner',
    summary:
      'Every setting with where its value comes from. Secrets, addresses with a login and paths are never told, only whether they are set.',
    output: CONFIG,
  }),
  'GET /api/config/schema': endpoint({
    level: 'owner',
    summary: 'What each setting is, takes and defaults to, and whether the page may set it.',
    output: object({ fields: pipe(array(FIELD), readonly()) }),
  }),
  'PUT /api/config': endpoint({
    level: 'owner',
    summary:
      'Checks the whole configuration with these changes, and saves them if it is right. `null` takes a setting of the page back; `trial` only checks.',
    input: object({ changes: CHANGES, trial: optional(boolean(), false) }),
    output: SAVED,
    rate: { most: 60, span: MINUTE },
  }),
  'POST /api/config/undo': endpoint({
    level: 'owner',
    summary: 'Undoes the last change of the page.',
    input: NOTHING,
    output: SAVED,
    rate: { most: 20, span: MINUTE },
  }),
  'POST /api/config/redo': endpoint({
    level: 'owner',
    summary: 'Makes the change again that was undone last, unless another one was saved since.',
    input: NOTHING,
    output: SAVED,
    rate: { most: 20, span: MINUTE },
  }),
  'POST /api/restart': endpoint({
    level: 'owner',
    summary: 'Starts the box again with what is saved. It takes some seconds, in which the music pauses.',
    input: NOTHING,
    output: object({ restarting: boolean() }),
    rate: { most: 6, span: MINUTE },
  }),
  'GET /api/cameras': endpoint({
    level: 'owner',
    summary: 'The cameras that are connected to this machine, the likeliest first.',
    output: object({ cameras: pipe(array(object({ id: string(), name: string() })), readonly()) }),
  }),
  'GET /api/outputs': endpoint({
    level: 'owner',
    summary: 'The outputs that music can come from, one for each card or sound server.',
    output: object({ outputs: pipe(array(object({ id: string(), name: string() })), readonly()) }),
    rate: { most: 20, span: MINUTE },
  }),
  'POST /api/outputs/test': endpoint({
    level: 'owner',
    summary: 'Plays a soft tone of a second and a half on one of the outputs.',
    input: object({ id: pipe(string('say which output'), maxLength(LONGEST_TEXT)) }),
    output: object({ played: boolean(), sentence: optional(string()) }),
    rate: { most: 20, span: MINUTE },
  }),
  'POST /api/brokers/find': endpoint({
    level: 'owner',
    summary: 'Looks for MQTT brokers and Home Assistant in the network (mDNS), for three seconds.',
    input: NOTHING,
    output: object({
      found: pipe(
        array(object({ kind: picklist(['broker', 'home-assistant']), name: string(), host: string(), port: number() })),
        readonly(),
      ),
    }),
    rate: { most: 10, span: MINUTE },
  }),
  'POST /api/brokers/test': endpoint({
    level: 'owner',
    summary: 'Signs in to a broker and leaves again.',
    input: BROKER,
    output: object({ connected: boolean(), sentence: string() }),
    rate: { most: 10, span: MINUTE },
  }),
} as const;

export type ConfigAnswer = InferOutput<(typeof SETTINGS_ENDPOINTS)['GET /api/config']['output']>;
export type ConfigSchemaAnswer = InferOutput<(typeof SETTINGS_ENDPOINTS)['GET /api/config/schema']['output']>;
export type SavedAnswer = InferOutput<(typeof SETTINGS_ENDPOINTS)['PUT /api/config']['output']>;
export type CamerasAnswer = InferOutput<(typeof SETTINGS_ENDPOINTS)['GET /api/cameras']['output']>;
export type OutputsAnswer = InferOutput<(typeof SETTINGS_ENDPOINTS)['GET /api/outputs']['output']>;
export type BrokersAnswer = InferOutput<(typeof SETTINGS_ENDPOINTS)['POST /api/brokers/find']['output']>;
