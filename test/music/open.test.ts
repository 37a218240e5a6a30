import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { Mood } from '../../src/domain/emotion.ts';
import type { SourceName } from '../../src/domain/music.ts';
import type { Mapping } from '../../src/music/choose/mapping.ts';
import { loadMapping } from '../../src/music/choose/mapping.ts';
import { openMusic } from '../../src/music/open.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';

const never = new AbortController().signal;
const bundled = loadMapping('', 'gentle');

/** Which source the music for a mood comes from, with nothing but streams and loops to be had, and which were asked in vain before. */
const asked = async (order: readonly SourceName[], mood: Mood, change: Partial<Mapping> = {}) => {
  const { music } = loadConfig({ env: {}, overrides: { 'music.order': order, 'music.ytdlp': '/no/such/yt-dlp' } });
  const log = new FakeLog();
  const mapping = { ...bundled, ...change };
  await using opened = openMusic(music, { clock: new FakeClock(), log, mapping, stateDir: '/dev/null' });
  const found = await opened.find({ mood, query: '', why: 'asked', avoid: [] }, never);
  const inVain = log.lines.filter(({ event }) => event === 'music.not_found').map(({ fields }) => (fields as { source: string }).source);
  return { from: found.ok ? found.value.source : found.why, inVain };
};
const stations = { ...bundled.sad, streams: ['https://one.example/stream'] };

describe('the music as configured', () => {
  test('comes from the sources in their order, each asked once', async () => {
    expect(await asked(['streams', 'youtube', 'streams', 'loops'], 'sad')).toEqual({ from: 'loops', inVain: ['streams', 'youtube'] });
    expect(await asked(['loops', 'streams'], 'sad', { sad: stations })).toEqual({ from: 'loops', inVain: [] });
  });

  test('by default: YouTube, the stations of the mapping, the library, music of its own, the built-in loop', async () => {
    const { music } = loadConfig({ env: {} });
    expect(music.order).toEqual(['youtube', 'streams', 'library', 'composed', 'loops']);
    expect((await asked(music.order, 'sad', { sad: stations })).from).toBe('streams');
    expect((await asked(music.order, 'sad')).from).toBe('loops');
  });

  test('never from a source that is not in the order', async () =>
    expect(await asked(['youtube'], 'sad', { sad: stations })).toEqual({ from: 'no-match', inVain: ['youtube'] }));

  test("in a mood's own order, also from sources that music.order leaves out", async () => {
    const sad = { ...stations, order: ['streams'] } as const;
    expect((await asked(['loops'], 'sad', { sad })).from).toBe('streams');
    expect((await asked(['loops'], 'happy', { sad })).from).toBe('loops');
  });
});
