import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { MusicChoice } from '../../src/domain/music.ts';
import type { Moment } from '../../src/domain/units.ts';
import { moment, ms } from '../../src/domain/units.ts';
import { AssistantLink } from '../../src/music-assistant/link.ts';
import type { Clock } from '../../src/shared/async/clock.ts';
import { systemClock, today } from '../../src/shared/async/clock.ts';
import { musicSourceContract } from '../contracts/music.ts';
import { FakeLog } from '../fakes/log.ts';
import { PLAYER_NAME } from '../fixtures/music-assistant.ts';
import { AssistantStage, PATIENCE, songNamed, TOKEN, USUAL } from './stage.ts';

const DAY = 86_400_000;
const NEVER = new AbortController().signal;
const choice = (more: Partial<MusicChoice> = {}): MusicChoice => ({
  ...{ mood: 'happy', why: 'mood-changed', query: 'sunny pop', avoid: [] },
  ...more,
});

musicSourceContract('AssistantSource', async () => {
  const stage = await AssistantStage.open();
  const close = (): Promise<void> => stage[Symbol.asyncDispose]();
  return { source: stage.source, wish: choice(), hopeless: choice({ mood: 'angry', query: 'nothing' }), [Symbol.asyncDispose]: close };
});

test('finds a programme: all of the playlist named after the mood, what was heard lately last', async () => {
  await using stage = await AssistantStage.open();
  const [morning, noon, evening] = USUAL.playlists.happy ?? [];
  const found = await stage.source.find(choice({ avoid: [morning ?? '', noon ?? ''], taste: new Map([[noon ?? '', -1]]) }), NEVER);
  if (!found.ok) throw new Error(found.why);
  expect(found.value).toMatchObject({ id: evening, title: 'The Suns – evening', songs: [evening, morning, noon], duration: 600_000 });
});

test('without such a playlist it searches, and what cannot be played is left out', async () => {
  await using stage = await AssistantStage.open({ playlists: {} });
  const found = await stage.source.find(choice({ query: 'morning and noon' }), NEVER);
  expect(found.ok && [...(found.value.songs ?? [])].toSorted()).toEqual(['morning', 'noon'].map((name) => songNamed(name).uri));
  const other = await stage.source.find(choice({ query: 'morning and noon', unplayable: new Set([songNamed('noon').uri]) }), NEVER);
  expect(other.ok && other.value.songs).toEqual([songNamed('morning').uri]);
});

test('reads lists that come in many pieces', async () => {
  const many = Array.from({ length: 21 }, (_, index) => songNamed(`song${index}`));
  await using stage = await AssistantStage.open({ songs: many, playlists: { 'moodbox happy': many.map(({ uri }) => uri) } });
  const found = await stage.source.find(choice(), NEVER);
  expect(found.ok && found.value.songs).toHaveLength(21);
});

test('speaks to a server from before there were tokens', async () => {
  await using stage = await AssistantStage.open({ schema: 26 });
  expect((await stage.source.find(choice(), NEVER)).ok).toBe(true);
  expect(stage.server.commands.map(({ command }) => command)).not.toContain('auth');
});

test('a token that is refused is said, and a new one is taken without a restart', async () => {
  await using stage = await AssistantStage.open({}, 'an old token');
  expect(stage.source.state).toMatchObject({ kind: 'resting', why: 'forbidden' });
  expect(await stage.source.find(choice(), NEVER)).toEqual({ ok: false, why: 'blocked' });
  const lost = stage.log.lines.find(({ event }) => event === 'music_assistant.lost');
  expect(lost).toMatchObject({ level: 'warn', fields: { why: expect.stringContaining('the token has ended') } });
  expect(JSON.stringify(stage.log.lines)).not.toMatch(/an old token|secret details/);
  writeFileSync(stage.tokenFile, TOKEN);
  await expect.poll(() => stage.source.state, PATIENCE).toEqual({ kind: 'ready' });
});

test('a server that wants a token says so where no file is named', async () => {
  await using stage = await AssistantStage.open();
  await using link = new AssistantLink(
    { url: stage.server.url, token_file: '', player: PLAYER_NAME },
    { clock: systemClock, log: stage.log, today },
  );
  await link.settled(NEVER);
  expect(link.fault).toMatchObject({ why: 'forbidden', detail: expect.stringContaining('music_assistant.token_file') });
});

test('the end of a token is told each day, however long a connection lasts', async () => {
  await using stage = await AssistantStage.open();
  let days = 0;
  const now = (): Moment => moment(Date.now() + (340 + days) * DAY);
  const clock: Clock = {
    now: () => systemClock.now(),
    sleep: async (span, signal) => {
      await systemClock.sleep(span < DAY ? span : ms(20), signal);
      if (span >= DAY) days += 1;
    },
  };
  const log = new FakeLog();
  await using link = new AssistantLink(
    { url: stage.server.url, token_file: stage.tokenFile, player: PLAYER_NAME },
    { clock, log, today: now },
  );
  const told = () =>
    log.lines.filter(({ event }) => event === 'music_assistant.token_ends').map(({ fields }) => (fields as { readonly days: number }).days);
  await expect.poll(() => told().length, PATIENCE).toBeGreaterThan(3);
  const [first = 0, second, third] = told();
  expect([first - 1, first - 2]).toEqual([second, third]);
  expect(first).toBeLessThanOrEqual(25);
  expect(link.fault).toBeUndefined();
});

test('a player that is not there is named, with those that are', async () => {
  await using stage = await AssistantStage.open();
  const settings = { url: stage.server.url, token_file: stage.tokenFile, player: 'Kitchen' };
  await using link = new AssistantLink(settings, { clock: systemClock, log: stage.log, today });
  await link.settled(NEVER);
  expect(link.fault).toMatchObject({ why: 'unheard', detail: expect.stringContaining('Living room') });
});
