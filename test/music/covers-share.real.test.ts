import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { Covers } from '../../src/music/covers.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { track } from '../fakes/music.ts';

// No folder can be made to hang here: this stands for a share whose server is gone.
vi.mock('node:fs/promises', async (original) => ({ ...(await original<object>()), readdir: vi.fn() }));

test('a file on a share that hangs is shown by its mood, after five seconds', async () => {
  vi.mocked(readdir).mockReturnValue(new Promise(() => undefined));
  const clock = new FakeClock();
  const file = track('happy', 1, { source: 'library', id: '/share/song.mp3', url: '/share/song.mp3' });
  const shown = new Covers({ clock, log: new FakeLog() }).of(file, 'sad', new AbortController().signal);
  await clock.advance(ms(5000));
  expect(await shown).toEqual(readFileSync(join(import.meta.dirname, '../../music/covers/happy.jpg')));
});
