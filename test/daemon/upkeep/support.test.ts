import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { filesIn } from '../../../src/backup/tar.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { supportBundle } from '../../../src/daemon/upkeep/support.ts';
import { moment } from '../../../src/domain/units.ts';
import { happyReport } from '../../fakes/box.ts';

const AT = moment(1_790_000_000_000);
const MOST = 100_000;
const SIZES = Object.fromEntries(
  ['README.txt', 'settings.yaml', 'report.json', 'checks.json', 'machine.json', 'log.ndjson', 'units.txt'].map((name) => [name, MOST]),
);
const LOGGED = [
  { address: '192.168.1.7', title: 'Private song', words: ['private search'] },
  { err: { message: 'no file', path: '/srv/music/private.mp3' } },
  { said: ['ERROR: [youtube] dQw4w9WgXcQ: Video unavailable'] },
];

async function bundle(titles: boolean): Promise<string> {
  const bytes = await supportBundle({
    ...{ at: AT, config: loadConfig({ env: {} }), machine: {}, checks: [], units: '', titles },
    report: {
      ...happyReport,
      next: { title: 'Private next', source: 'library' },
      guest: { kind: 'playing', guests: [{ name: 'AirPlay', title: 'Private guest', since: AT }] },
      announcing: { title: 'Private words', since: AT },
      undoable: { kind: 'like', title: 'Private liked', at: AT },
    },
    log: LOGGED.map((fields, index) => ({
      ...({ seq: index + 1, at: AT, level: 'info', room: 'music', event: 'x' } as const),
      fields: JSON.stringify(fields),
    })),
  });
  const files = filesIn(gunzipSync(bytes), SIZES);
  if (!files.ok) throw new Error(files.why);
  return [...files.value.values()].map(String).join('\n');
}

describe('a support bundle', () => {
  test('tells no title, search or video that nobody asked it to tell', async () => {
    const text = await bundle(false);
    expect(text).not.toMatch(/private (?:song|search|next|liked|guest|words)|private\.mp3|Morning in the sun|dQw4w9WgXcQ/i);
    expect(text).toContain('Video unavailable');
    expect(text).toContain('"source": "library"');
  });

  test('tells them if they are asked for, and never who was there', async () => {
    const text = await bundle(true);
    for (const told of [
      'Private song',
      'private search',
      'Private next',
      'Private liked',
      'Private guest',
      'Private words',
      'Morning in the sun',
      'dQw4w9WgXcQ',
    ])
      expect(text).toContain(told);
    expect(text).not.toContain('192.168.1.7');
  });
});
