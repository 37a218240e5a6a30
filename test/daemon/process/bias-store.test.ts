import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BiasStore } from '../../../src/daemon/process/bias-store.ts';
import { moment } from '../../../src/domain/units.ts';
import { FakeLog } from '../../fakes/log.ts';

const FIRST = { bias: [0, 0, 0, 0, -0.5, 0, 0.5], answers: 40, at: moment(1000) };
const SECOND = { bias: [0, 0, 0, 0.2, -0.6, 0, 0.4], answers: 60, at: moment(2000) };

const inFolder = (dir = mkdtempSync(join(tmpdir(), 'moodbox-bias-')), weights = 'w') => {
  const log = new FakeLog();
  return { dir, log, store: BiasStore.open({ stateDir: dir, weights, log }), file: join(dir, 'bias.json') };
};

describe('BiasStore', () => {
  test('keeps what is applied, and goes back a step at a time', async () => {
    const { dir, store } = inFolder();
    expect(store.cameras.size).toBe(0);
    await store.apply('', FIRST);
    await store.apply('', SECOND);
    const again = inFolder(dir).store;
    expect(again.cameras.get('')).toEqual({ ...SECOND, before: FIRST });
    await again.undo('');
    expect(again.cameras.get('')).toEqual(FIRST);
    await again.undo('');
    expect(again.cameras.size).toBe(0);
    expect(inFolder(dir).store.cameras.size).toBe(0);
  });

  test('one camera is not another', async () => {
    const { store } = inFolder();
    await store.apply('sofa', FIRST);
    await store.apply('door', SECOND);
    await store.undo('sofa');
    expect([...store.cameras.keys()]).toEqual(['door']);
  });

  test('notices what another process has written, once', async () => {
    const { dir, store } = inFolder();
    let changes = 0;
    const end = store.onChange(() => {
      changes += 1;
    });
    await inFolder(dir).store.apply('', FIRST);
    expect(store.cameras.size).toBe(0);
    store.refresh();
    store.refresh();
    expect([store.cameras.get(''), changes]).toEqual([FIRST, 1]);
    rmSync(join(dir, 'bias.json'));
    store.refresh();
    expect([store.cameras.size, changes]).toEqual([0, 2]);
    end();
    await store.apply('', FIRST);
    expect(changes).toBe(2);
  });

  test('of another network corrects nothing, and says so', async () => {
    const { dir, store } = inFolder();
    await store.apply('', FIRST);
    const other = inFolder(dir, 'newer');
    expect(other.store.cameras.size).toBe(0);
    expect(other.log.events).toEqual(['bias.outdated']);
  });

  test.each([
    '',
    '{',
    '{"weights":"w","cameras":{"":{"bias":[9,0,0,0,0,0,0],"answers":1,"at":1}}}',
    '{"weights":"w","cameras":{"":{"bias":[0]}}}',
  ])('a damaged file corrects nothing: %j', (content) => {
    const { dir, file } = inFolder();
    writeFileSync(file, content);
    const { log, store } = inFolder(dir);
    expect(store.cameras.size).toBe(0);
    expect(log.events).toEqual(['bias.broken']);
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  test('a folder that cannot be written to is a sentence, and nothing is applied', async () => {
    const { dir } = inFolder();
    writeFileSync(join(dir, 'taken'), '');
    const { store } = inFolder(join(dir, 'taken'));
    expect(await store.apply('', FIRST)).toMatchObject({ ok: false, why: { code: 'state_unwritable' } });
    expect(store.cameras.size).toBe(0);
  });
});
