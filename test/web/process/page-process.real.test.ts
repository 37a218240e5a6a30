import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/shared/async/clock.ts';
import type { WebServer } from '../../../src/web/open.ts';
import { openWeb } from '../../../src/web/open.ts';
import { FakeBox } from '../../fakes/box.ts';
import { FakeLog } from '../../fakes/log.ts';
import { stateFolder, webConfig } from '../../fakes/web-config.ts';
import { pagesOf, procFile } from '../../fixtures/page-processes.ts';
import { ask, command, listen, reportIn } from '../ask.ts';

const SOON = { timeout: 15_000, interval: 50 };

/** The processes that this one has started to serve a page. */
const pages = (): readonly number[] => pagesOf(process.pid);

describe("the page's process", () => {
  let box: FakeBox;
  let log: FakeLog;
  let web: WebServer;

  beforeEach(async () => {
    box = new FakeBox();
    log = new FakeLog();
    web = await openWeb(webConfig(), box, { clock: systemClock, log, stateDir: stateFolder() });
  });
  afterEach(() => web[Symbol.asyncDispose]());

  it('is one, modest, and knows nothing of the environment', () => {
    const [page = 0, ...others] = pages();
    expect(others).toEqual([]);
    const names = procFile(page, 'environ')
      .split('\0')
      .flatMap((line) => line.split('=')[0] || []);
    expect(names.filter((name) => !['PATH', 'TZ', 'LANG', 'NODE_ENV', 'UV_THREADPOOL_SIZE', 'MALLOC_ARENA_MAX'].includes(name))).toEqual(
      [],
    );
    expect(procFile(page, 'cmdline')).not.toContain('127.0.0.1');
  });

  it('comes back on the same port when it is killed, and shows the box as before', async () => {
    const [page = 0] = pages();
    await using stream = await listen(web.url);
    await stream.next();
    process.kill(page, 'SIGKILL');
    await expect(stream.next()).rejects.toThrow();
    await vi.waitFor(async () => expect((await ask(`${web.url}/healthz`)).status).toBe(200), SOON);
    expect(log.events).toEqual(['web.opened', 'web.ended', 'web.reopened']);
    await using again = await listen(web.url);
    await again.next();
    box.show({ mood: 'sad' });
    expect(reportIn(await again.next())).toMatchObject({ mood: 'sad' });
    expect((await command(web.url, { type: 'next' })).status).toBe(202);
    expect(box.commands).toEqual([{ type: 'next' }]);
  });

  it('asks for nothing while nobody watches', async () => {
    const report = vi.spyOn(box, 'report');
    for (let dropped = 0; dropped < 50; dropped += 1) box.show({ dropped });
    expect((await ask(`${web.url}/healthz`)).status).toBe(200);
    expect(report).not.toHaveBeenCalled();
  });

  it('is gone once the page is closed', async () => {
    await web[Symbol.asyncDispose]();
    expect(pages()).toEqual([]);
    expect(log.events).toEqual(['web.opened', 'web.closed']);
  });
});
