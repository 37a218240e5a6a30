import { toJsonSchema } from '@valibot/to-json-schema';
import { safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/domain/command.ts';
import { refusal } from '../../../src/domain/refusal.ts';
import type { Report } from '../../../src/domain/report.ts';
import { instant, moment, ms, share } from '../../../src/domain/units.ts';
import { ROUTE_LEVELS } from '../../../src/web/access/route-levels.ts';
import { FIXED_ROUTES } from '../../../src/web/api/fixed-routes.ts';
import { openApiOf } from '../../../src/web/api/openapi.ts';
import { REPORT_SCHEMA } from '../../../src/web/api/report-schema.ts';
import { viewOf } from '../../../src/web/view.ts';
import { happyReport } from '../../fakes/box.ts';

type Operation = { readonly 'x-level': string; readonly requestBody?: unknown; readonly parameters?: readonly { readonly name: string }[] };
type OpenApi = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

const described = openApiOf('1.2.3', (schema, typeMode) => ({ ...toJsonSchema(schema, { typeMode, errorMode: 'ignore' }) })) as OpenApi;

describe('the description of the API', () => {
  it('has every route of the page, with its level', () => {
    const routes = Object.entries(described.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { 'x-level': level }]) => [
        `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
        level,
      ]),
    );
    expect(Object.fromEntries(routes)).toEqual(ROUTE_LEVELS);
  });

  it('says what each route that takes a body takes', () => {
    for (const operations of Object.values(described.paths))
      for (const [method, { requestBody }] of Object.entries(operations))
        expect(requestBody !== undefined, JSON.stringify(operations)).toBe(method === 'post' || method === 'put');
  });

  it.each<[string, Partial<Report>]>([
    ['happy', {}],
    ['with several cameras', { cameras: [{ name: 'door', state: { kind: 'lost', why: 'unplugged' } }], camera: { kind: 'opening' } }],
    ['alone and in a group', { group: { name: 'home', members: ['a', 'b'], plays: 'a', will: 'paused', sees: true, refused: [] } }],
    ['held by hand', { override: 'sad', until: moment(1), assumed: true, blank: 'faded', leaving: true, faceSeenAt: moment(2) }],
    ['silent', { playback: { kind: 'silent' }, presence: { kind: 'absent', since: moment(3) }, history: { kind: 'lost', why: 'full' } }],
    [
      'failed',
      {
        playback: {
          ...{ kind: 'failed', why: 'timeout' },
          track: { id: 'a', title: 'b', url: 'c', source: 'loops', mood: 'sad', endless: true, because: 'lift' },
        },
        broker: { kind: 'lost', url: 'mqtt://a', why: 'refused' },
      },
    ],
    [
      'with a face',
      {
        faces: [{ id: 4, mood: 'sad', score: share(0.4), unsure: true, counts: false, camera: 'door' }],
        preview: { by: 'owner', until: moment(4) },
        fps: 9.94,
      },
    ],
    [
      'in a track',
      { progress: { position: ms(61_000), since: moment(5), duration: ms(200_000), seekable: true }, cover: '0123456789abcdef' },
    ],
    [
      'paused, with what comes next and what was said',
      {
        ...{ progress: { position: ms(1), seekable: false }, next: { title: 'b', source: 'youtube' } },
        undoable: { kind: 'dislike', title: 'a', at: moment(5) },
      },
    ],
    ['with an announcement', { announcing: { title: 'Bell', since: moment(6) } }],
    [
      'with an announcement that failed',
      { announceFailed: { title: 'Bell', at: moment(6), why: refusal('announce_large', { most: 20 }) } },
    ],
    ['playing', { playback: { ...happyReport.playback, since: instant(5) } as Report['playback'] }],
  ])('fits a report: %s', (_name, change) => {
    expect(safeParse(REPORT_SCHEMA, JSON.parse(JSON.stringify(viewOf({ ...happyReport, ...change })))).issues).toBeUndefined();
  });

  it.each([
    { type: 'next' },
    { type: 'override', mood: 'happy', for: '30m' },
    { type: 'override', mood: 'auto' },
    { type: 'volume', value: 12 },
    { type: 'camera', on: false },
    { type: 'dislike' },
    { type: 'seek', value: 61.5 },
    { type: 'seek', value: -1 },
    { type: 'seek' },
    { type: 'presence', on: null },
    { type: 'announce', url: 'http://nas/a', volume: 40, duck: 100, title: 'Bell' },
    { type: 'play_url', url: 'http://nas/a' },
    { type: 'announce' },
    { type: 'play_url', url: 5 },
    { type: 'volume', value: 'loud' },
    { type: 'override', mood: 'joyful' },
    { type: 'autoplay' },
    { type: 'dance' },
    'next',
    null,
  ])('and the box agree on a command: %j', (command) => {
    expect(safeParse(FIXED_ROUTES['POST /api/commands'].input, command).success).toBe(parseCommand(command).ok);
  });
});
