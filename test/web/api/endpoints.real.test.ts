import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed } from '../../../src/domain/result.ts';
import { ms } from '../../../src/domain/units.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { Scope } from '../../../src/shared/async/scope.ts';
import type { WebServer } from '../../../src/web/open.ts';
import { openWeb } from '../../../src/web/open.ts';
import { FakeBox } from '../../fakes/box.ts';
import { FakeLog } from '../../fakes/log.ts';
import { stateFolder, webConfig } from '../../fakes/web-config.ts';
import { ask } from '../ask.ts';

describe('endpoints over HTTP, answered by the daemon', () => {
  let scope: Scope;
  let box: FakeBox;
  let web: WebServer;

  beforeEach(async () => {
    scope = new Scope();
    box = new FakeBox();
    web = scope.own(await openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() }));
  });
  afterEach(() => scope[Symbol.asyncDispose]());

  it('answer JSON that no cache keeps', async () => {
    const answer = await ask(`${web.url}/api/about`);
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(JSON.parse(answer.body)).toEqual({ id: 'cafe', name: 'Café', version: '0.1.0' });
  });

  it('refuse in the words of the handler, and say when to come again', async () => {
    box.answers = { ...box.answers, 'GET /api/about': async () => failed({ sentence: 'not today', wait: ms(90_000) }) };
    await scope[Symbol.asyncDispose]();
    scope = new Scope();
    web = scope.own(await openWeb(webConfig(), box, { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() }));
    const answer = await ask(`${web.url}/api/about`);
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '90' }, body: '{"error":"not today"}' });
  });

  it('take no other method, and no larger body', async () => {
    expect(await ask(`${web.url}/api/about`, { method: 'PUT' })).toMatchObject({ status: 405, headers: { allow: 'HEAD, GET' } });
  });

  it('are described for developers, as the build wrote it', async () => {
    const answer = await ask(`${web.url}/api/openapi.json`);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('application/json') } });
    expect(JSON.parse(answer.body)).toMatchObject({ openapi: '3.1.0', paths: { '/api/about': { get: { 'x-level': 'guest' } } } });
  });
});
