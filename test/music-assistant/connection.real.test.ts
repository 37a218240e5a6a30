import { expect, test } from 'vitest';
import { elapsed, ms } from '../../src/domain/units.ts';
import { AssistantConnection } from '../../src/music-assistant/connection.ts';
import { FakeClock } from '../fakes/clock.ts';
import { MusicAssistantStandIn } from '../fixtures/music-assistant.ts';
import { PATIENCE, TOKEN, USUAL } from './stage.ts';

const NEVER = new AbortController().signal;

async function connected(settings: Partial<typeof USUAL> = {}) {
  const clock = new FakeClock();
  const server = await MusicAssistantStandIn.open({ ...USUAL, ...settings });
  const opened = await AssistantConnection.open({ url: server.url, token: TOKEN, clock, heard: () => undefined }, NEVER);
  if (!opened.ok) throw new Error(opened.why.detail);
  return { clock, server, connection: opened.value };
}

test('a server that says nothing any more counts as gone within three seconds of the clock', async () => {
  const { clock, connection, server } = await connected();
  await using _server = server;
  await using _connection = connection;
  server.hang();
  const began = clock.now();
  for (let steps = 0; steps < 3; steps += 1) await clock.advance(ms(1_000));
  await expect.poll(() => connection.gone.aborted, PATIENCE).toBe(true);
  expect(elapsed(began, clock.now())).toBeLessThanOrEqual(3_000);
  expect(connection.fault).toMatchObject({ why: 'offline' });
});

test.each(['/', '/ws', '/ws/'])('an address with %s at its end is the same server', async (end) => {
  await using server = await MusicAssistantStandIn.open(USUAL);
  const parts = { url: `${server.url}${end}`, token: TOKEN, clock: new FakeClock(), heard: () => undefined };
  const opened = await AssistantConnection.open(parts, NEVER);
  expect(opened.ok).toBe(true);
  if (opened.ok) await opened.value[Symbol.asyncDispose]();
});

test('a server that is only quiet does not', async () => {
  const { clock, connection, server } = await connected();
  await using _server = server;
  await using _connection = connection;
  for (let steps = 0; steps < 5; steps += 1) {
    const before = server.pings;
    await clock.advance(ms(1_000));
    await expect.poll(() => server.pings, PATIENCE).toBeGreaterThan(before);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(connection.gone.aborted).toBe(false);
});

test('a question that is never answered ends after ten seconds of the clock, and with the connection', async () => {
  const { clock, connection, server } = await connected();
  await using _server = server;
  await using _connection = connection;
  server.mute = true;
  const asked = connection.ask('players/all', {}, NEVER);
  for (let steps = 0; steps < 10; steps += 1) {
    const before = server.pings;
    await clock.advance(ms(1_000));
    if (steps < 9) await expect.poll(() => server.pings, PATIENCE).toBeGreaterThan(before);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await asked).toMatchObject({ ok: false, why: { why: 'timeout' } });
  const last = connection.ask('players/all', {}, NEVER);
  await server[Symbol.asyncDispose]();
  expect(await last).toMatchObject({ ok: false });
});
