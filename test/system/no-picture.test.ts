import { existsSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cv, grayMat, owned } from '../../src/shared/opencv.ts';
import { ENDPOINTS } from '../../src/web/api/endpoints.ts';
import { FIXED_ROUTES } from '../../src/web/api/fixed-routes.ts';
import { clip, root } from '../assets.ts';
import { framesOf, noise } from '../inference/scene.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';
import type { GreyBytes } from './picture-search.ts';
import { signsOf } from './picture-search.ts';

const ROUTES = Object.keys({ ...FIXED_ROUTES, ...ENDPOINTS });
const PATIENCE = { timeout: 60_000, interval: 200 };
const [WIDTH, HEIGHT] = [640, 360];
const [OWNER, HOUSEHOLD] = ['483920', 'sunny kitchen'];
/** Milliseconds for which an answer without an end is read. */
const LISTENS = 1500;
/** What is sent to each route: nothing, and everything that might bring a picture. */
const INPUTS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { on: true },
  { camera: '' },
  { type: 'capture' },
  { type: 'camera', on: true },
  { drawn: [] },
];

/** A picture like no other: a person at the left, and blocks of chance greys at the right. */
async function pattern(): Promise<GreyBytes> {
  const [person] = await framesOf(clip(), 1, 400);
  const chance = noise(11, 2000);
  const gray = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => {
    const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
    if (person && x < 340 && y < 300) return person.gray[y * 400 + x + 40] ?? 0;
    return 255 * (chance[Math.floor(y / 12) * 60 + Math.floor(x / 12)] ?? 0);
  });
  return { gray, width: WIDTH, height: HEIGHT };
}

let picture: GreyBytes;
let file: Buffer;
beforeAll(async () => {
  picture = await pattern();
  using mat = owned(grayMat(picture.gray, WIDTH, HEIGHT));
  file = cv.imencode('.png', mat);
});

type Sent = { readonly cookie?: string | undefined; readonly body?: object | undefined; readonly address?: string };
type Reply = { readonly status: number; readonly cookies: readonly string[]; readonly bytes: Buffer };

/** One request as a named proxy would pass it on, so that it counts as one from the network. */
function send(box: RunningBox, method: string, path: string, { cookie, body, address = '192.168.1.7' }: Sent = {}): Promise<Reply> {
  const headers = {
    'x-forwarded-for': address,
    ...(cookie !== undefined && { cookie }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(`${box.url}${path}`, { method, headers, agent: false }, (res: IncomingMessage) => {
      const parts: Buffer[] = [];
      const end = (): void => {
        clearTimeout(late);
        resolve({ status: res.statusCode ?? 0, cookies: res.headers['set-cookie'] ?? [], bytes: Buffer.concat(parts) });
      };
      const late = setTimeout(() => {
        end();
        asked.destroy();
      }, LISTENS);
      res
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', end)
        .on('error', end);
    });
    asked.on('error', reject).end(body && JSON.stringify(body));
  });
}

const cookieOf = ({ cookies }: Reply): string => cookies.map((each) => each.split(';')[0]).join('; ');

/** Everybody who may ask: the cookie of each level. */
async function everybody(box: RunningBox): Promise<Readonly<Record<string, string | undefined>>> {
  const code = box.said
    .map((line) => /^code\s+([\d ]+)/.exec(line)?.[1])
    .find((found) => found !== undefined)
    ?.replace(/\D/g, '');
  const owner = cookieOf(await send(box, 'POST', '/api/access/pins', { body: { code, owner: OWNER, household: HOUSEHOLD } }));
  const household = cookieOf(await send(box, 'POST', '/api/access/login', { body: { pin: HOUSEHOLD } }));
  const { bytes } = await send(box, 'POST', '/api/access/guest-link', { cookie: owner, body: {} });
  const { link } = JSON.parse(bytes.toString()) as { readonly link: string };
  const guest = cookieOf(await send(box, 'GET', new URL(link).pathname));
  return { stranger: undefined, guest, household, owner };
}

/** One address asks only so much in a second. A refusal for that reason, which has no code, would hide what the route says. */
const AT_THE_GATE = JSON.stringify({ error: 'too many requests at once; wait a few seconds' });
let asked = 0;
const anotherAddress = (): string => `192.168.2.${2 + (asked++ % 250)}`;

/** What each route answers to somebody, for every input: where the picture shows, and how. */
async function shown(box: RunningBox, cookie: string | undefined): Promise<readonly string[]> {
  const found: string[] = [];
  for (const route of ROUTES.filter((each) => !/logout|pins|guest-link|restart|\/g\/:/.test(each))) {
    const [method = '', path = ''] = route.split(' ');
    const hasBody = method === 'POST' || method === 'PUT';
    for (const input of INPUTS) {
      const query = hasBody ? '' : `?${new URLSearchParams(input as Record<string, string>)}`;
      const sent = { cookie, body: hasBody ? input : undefined, address: anotherAddress() };
      const { bytes } = await send(box, method, `${path}${query}`, sent);
      expect(bytes.toString()).not.toBe(AT_THE_GATE);
      found.push(...signsOf(picture, bytes).map((sign) => `${route}: ${sign}`));
      if (/events/.test(route)) break;
    }
  }
  return [...new Set(found)];
}

async function boxWith(preview: 'off' | 'stage' | 'picture'): Promise<RunningBox> {
  const folder = await tempFolder();
  writeFileSync(join(folder, 'room.png'), file);
  const box = await startBox(folder, {
    camera: { source: join(folder, 'room.png') },
    music: { order: ['loops'] },
    player: { output: 'null' },
    mqtt: { broker_port: 0 },
    web: { port: 0, proxies: ['127.0.0.1'], preview },
    state: { dir: join(folder, 'state') },
  });
  return box;
}

/** The faces that the box sees: whether each says where it is. */
async function facesIn(box: RunningBox, cookie: string | undefined): Promise<readonly boolean[]> {
  const { bytes } = await send(box, 'GET', '/api/report', { cookie });
  const { faces } = JSON.parse(bytes.toString()) as { readonly faces: readonly { readonly box?: object }[] };
  return faces.map((face) => face.box !== undefined);
}

test('the search finds the picture in every shape that an answer could give it', () => {
  using mat = owned(grayMat(picture.gray, WIDTH, HEIGHT));
  using small = owned(mat.resize(180, 320, 0, 0, cv.INTER_AREA));
  const jpeg = cv.imencode('.jpg', small, [cv.IMWRITE_JPEG_QUALITY, 60]);
  const raw = Buffer.from(small.getData());
  const shapes = {
    JPEG: jpeg,
    'PNG behind other bytes': Buffer.concat([Buffer.from('--part\r\n\r\n'), cv.imencode('.png', small)]),
    'JPEG in base64 in JSON': Buffer.from(JSON.stringify({ a: { b: `data:image/jpeg;base64,${jpeg.toString('base64')}` } })),
    'JPEG in hex': Buffer.from(jpeg.toString('hex')),
    'raw greys': raw,
    'raw greys in base64': Buffer.from(JSON.stringify({ gray: raw.toString('base64') })),
    'a list of numbers': Buffer.from(JSON.stringify({ gray: [...raw] })),
  };
  for (const [name, bytes] of Object.entries(shapes)) expect([name, signsOf(picture, bytes).length > 0]).toEqual([name, true]);
  using other = owned(grayMat(picture.gray.toReversed(), WIDTH, HEIGHT));
  expect(signsOf(picture, cv.imencode('.jpg', other))).toEqual([]);
});

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('a running box', { timeout: 240_000 }, () => {
  test.each(['off', 'stage'] as const)('with web.preview: %s gives no answer with a picture, whoever asks whatever', async (preview) => {
    await using box = await boxWith(preview);
    const cookies = await everybody(box);
    await expect.poll(() => facesIn(box, cookies.owner), PATIENCE).toEqual([preview === 'stage']);
    for (const [level, cookie] of Object.entries(cookies)) expect([level, await shown(box, cookie)]).toEqual([level, []]);
  });

  test('with web.preview: picture shows it to an owner who asks for it, and to nobody else; it ends when the owner logs out', async () => {
    await using box = await boxWith('picture');
    const { owner, household, guest } = await everybody(box);
    await expect.poll(() => facesIn(box, owner), PATIENCE).toEqual([true]);
    const jpg = (cookie: string | undefined) => send(box, 'GET', '/api/preview.jpg', { cookie });
    expect(signsOf(picture, (await jpg(owner)).bytes)).toEqual([]);
    expect((await send(box, 'POST', '/api/preview', { cookie: household, body: { on: true } })).status).toBe(403);
    expect((await send(box, 'POST', '/api/preview', { cookie: owner, body: { on: true } })).status).toBe(200);
    await expect.poll(async () => signsOf(picture, (await jpg(owner)).bytes).length, PATIENCE).toBe(1);
    for (const cookie of [household, guest, undefined]) expect((await jpg(cookie)).bytes.length).toBeLessThan(500);
    // The owner's page goes on fetching, or the looking would end by itself before a slow machine has asked every route.
    const page = setInterval(() => void jpg(owner).catch(() => undefined), 2000);
    expect(await shown(box, guest).finally(() => clearInterval(page))).toEqual([]);
    const report = async () => JSON.parse((await send(box, 'GET', '/api/report', { cookie: guest })).bytes.toString());
    expect(await report()).toMatchObject({ preview: { by: 'owner' } });
    await send(box, 'POST', '/api/access/logout', { cookie: owner, body: {} });
    await expect.poll(report, PATIENCE).not.toHaveProperty('preview');
    await expect.poll(() => box.log.filter((line) => line.includes('preview.')).length, PATIENCE).toBe(2);
  });
});
