import type { GenericSchema } from 'valibot';
import {
  any,
  array,
  boolean,
  description,
  literal,
  minValue,
  null_,
  number,
  object,
  optional,
  picklist,
  pipe,
  record,
  string,
  union,
  variant,
} from 'valibot';
import type { Standing } from '../../domain/access.ts';
import { PLAIN, SWITCHES } from '../../domain/command.ts';
import { MOODS } from '../../domain/emotion.ts';
import { DEVICE } from '../access/device.ts';
import { PIN_REQUEST } from '../access/pin-change.ts';
import type { FileKind } from './endpoint.ts';
import { file } from './endpoint.ts';
import { REPORT_SCHEMA } from './report-schema.ts';
import { SENSE_WORD } from './sense.ts';
import { RECEIVED } from './update-shapes.ts';

/** A route that the page's own process answers, described for developers. `parseCommand` checks commands, not this schema. */
export type FixedRoute = {
  readonly level: Standing;
  readonly summary: string;
  readonly input?: GenericSchema | FileKind;
  readonly output: GenericSchema | FileKind;
};

const nothing = object({});
const span = pipe(
  union([number(), string()]),
  description('Seconds, or a length of time such as "30m"; without it until another command.'),
);
const address = pipe(string(), description('http:// or https://, at most 1,500 characters.'));
const command = variant('type', [
  object({ type: picklist(PLAIN) }),
  object({ type: literal('override'), mood: picklist([...MOODS, 'auto']), for: optional(span) }),
  object({ type: literal('volume'), value: pipe(number(), description('0 to 100.')) }),
  object({ type: literal('seek'), value: pipe(number(), minValue(0), description('The position in the track, in seconds.')) }),
  object({ type: picklist(SWITCHES), on: boolean() }),
  object({ type: literal('presence'), on: union([boolean(), null_()]) }),
  object({ type: literal('sense'), ...SENSE_WORD.entries }),
  object({
    ...{ type: literal('announce'), url: address, title: optional(string()) },
    volume: optional(pipe(number(), description("0 to 100; without it the box's volume, and not below player.announce_volume."))),
    duck: optional(pipe(number(), description('By how many percent the music is lowered, 0 to 100; without it player.announce_duck.'))),
  }),
  object({ type: literal('play_url'), url: address, title: optional(string()) }),
]);
const health = object({ ok: boolean(), rooms: optional(record(string(), string())) });
const standing = object({ standing: string() });
const qr = object({ size: number(), path: pipe(string(), description('The path of an SVG of that size.')) });
const guestLink = object({ link: optional(string()), qr: optional(qr) });
const sessions = object({
  sessions: array(
    object({
      ...{ id: string(), level: string(), mine: boolean(), device: optional(DEVICE) },
      ...{ began: pipe(number(), description('ms since 1970')), used: pipe(number(), description('ms since 1970, right to the day')) },
    }),
  ),
});
const visitor = object({
  standing: string(),
  may: array(string()),
  pin: boolean(),
  household: boolean(),
  logged_in: boolean(),
  exposed: boolean(),
  guests: string(),
  secure: boolean(),
  code: optional(string()),
  address: optional(string()),
});

const route = <const R extends FixedRoute>(described: R): R => described;

/**
 * Every route that the page's process answers itself, with the standing that it needs. Nothing is served without a line here or in
 * `ENDPOINTS`, but for the files of the page, which say nothing of this box. A command also needs its own level (`levelOf`).
 */
export const FIXED_ROUTES = {
  'GET /healthz': route({ level: 'stranger', summary: 'Whether the box is well. Strangers learn no more.', output: health }),
  'GET /metrics': route({
    level: 'stranger',
    summary: 'For Prometheus, if web.metrics is on. What concerns the people in the room is for guests and above.',
    output: file('text/plain'),
  }),
  'GET /api/openapi.json': route({ level: 'stranger', summary: 'This description.', output: any() }),
  'GET /api/report': route({ level: 'guest', summary: 'Everything that the box tells at this moment.', output: REPORT_SCHEMA }),
  'GET /api/events': route({
    level: 'guest',
    summary: 'The report and each change of it, as server-sent events; an event "beat" each 15 s. Ends when the box does not answer.',
    output: file('text/event-stream'),
  }),
  'POST /api/commands': route({ level: 'household', summary: 'Asks something of the box.', input: command, output: REPORT_SCHEMA }),
  'GET /api/access': route({ level: 'stranger', summary: 'Who the caller is, and what the caller may do.', output: visitor }),
  'POST /api/access/login': route({ level: 'stranger', summary: 'Logs in.', input: object({ pin: string() }), output: standing }),
  'POST /api/access/logout': route({ level: 'stranger', summary: 'Logs this device out.', input: nothing, output: nothing }),
  'POST /api/access/pins': route({
    level: 'stranger',
    summary: 'Sets PINs. Needs the setup code, or an owner and the owner PIN.',
    input: PIN_REQUEST,
    output: standing,
  }),
  'POST /api/access/logout-all': route({ level: 'owner', summary: 'Logs every device out.', input: nothing, output: nothing }),
  'GET /api/access/sessions': route({ level: 'owner', summary: 'The devices that are logged in.', output: sessions }),
  'DELETE /api/access/sessions': route({
    level: 'owner',
    summary: 'Logs one device out.',
    input: object({ id: string() }),
    output: sessions,
  }),
  'GET /api/access/guest-link': route({
    level: 'household',
    summary: 'The guest link and its QR code, if there is one.',
    output: guestLink,
  }),
  'POST /api/access/guest-link': route({ level: 'household', summary: 'Makes a new guest link.', input: nothing, output: guestLink }),
  'DELETE /api/access/guest-link': route({ level: 'household', summary: 'Withdraws the guest link.', output: guestLink }),
  'PUT /api/update/piece': route({
    level: 'owner',
    summary:
      'Takes a piece of an update of the system, in order: 512 kB at most as the body, of (bytes in all) and at (where it begins) in the query.',
    input: file('application/octet-stream'),
    output: RECEIVED,
  }),
  'GET /kiosk': route({ level: 'stranger', summary: 'Leads to the page for a screen on the wall.', output: file('text/html') }),
  'GET /kiosk/locked': route({
    level: 'stranger',
    summary: 'Leads to the same page, which then asks for the owner PIN before it lets anybody out.',
    output: file('text/html'),
  }),
  'GET /g/:token': route({ level: 'stranger', summary: 'Lets a guest in who has the link.', output: file('text/html') }),
  'GET /screen/:token': route({ level: 'stranger', summary: "Lets the browser on the box's own screen in.", output: file('text/html') }),
} as const;
