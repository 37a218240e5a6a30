import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Zones } from '../../../src/daemon/sensing/zones.ts';
import { share } from '../../../src/domain/units.ts';
import { FakeLog } from '../../fakes/log.ts';
import { stateFolder } from '../../fakes/web-config.ts';

const part = (camera: string, x: number) => ({ camera, x: share(x), y: share(0), width: share(0.2), height: share(1) });

function opened(dir = stateFolder(), cameras = ['front', 'back']) {
  const log = new FakeLog();
  return { dir, log, zones: Zones.open({ dir, log, cameras, configured: [part('front', 0)] }) };
}

describe('the zones of a box', () => {
  test('are those of the configuration and those that were drawn, each for its camera', async () => {
    const { zones } = opened();
    await using _closed = zones;
    expect(zones.draw([part('back', 0.5), part('front', 0.8)]).ok).toBe(true);
    expect(zones.of('front')).toEqual([part('front', 0), part('front', 0.8)]);
    expect(zones.of('back')).toEqual([part('back', 0.5)]);
    expect(zones.of('front')).toBe(zones.of('front'));
  });

  test('are drawn anew as a whole, and the configured ones stay', async () => {
    const { zones } = opened();
    await using _closed = zones;
    zones.draw([part('front', 0.5)]);
    zones.draw([]);
    expect([zones.drawn, zones.of('front')]).toEqual([[], [part('front', 0)]]);
  });

  test('survive a restart', async () => {
    const { dir, zones } = opened();
    zones.draw([part('back', 0.25)]);
    await zones[Symbol.asyncDispose]();
    expect(JSON.parse(readFileSync(join(dir, 'zones.json'), 'utf8'))).toEqual({ zones: [part('back', 0.25)] });
    expect(opened(dir).zones.of('back')).toEqual([part('back', 0.25)]);
  });

  test('of an unknown camera are refused with a sentence', () =>
    expect(opened().zones.draw([part('door', 0)])).toMatchObject({
      ok: false,
      why: { sentence: "this box has no camera 'door'; open the page again" },
    }));

  test('are 32 at most', () => {
    const { zones } = opened();
    expect(zones.draw(Array.from({ length: 32 }, () => part('back', 0)))).toMatchObject({ ok: false });
    expect(zones.draw(Array.from({ length: 31 }, () => part('back', 0)))).toMatchObject({ ok: true });
  });

  test('are logged if their camera is gone, and kept until the next change', async () => {
    const { dir, zones } = opened();
    zones.draw([part('back', 0.25)]);
    await zones[Symbol.asyncDispose]();
    const later = opened(dir, ['front']);
    expect(later.log.events).toEqual(['zones.camera_gone']);
    expect(later.zones.of('front')).toEqual([part('front', 0)]);
  });

  test.each(['', '{"zones": 3}', '{"zones": ["0 0 2 2"]}', 'null'])('are none if the file holds %j, and the log says so', (content) => {
    const dir = stateFolder();
    writeFileSync(join(dir, 'zones.json'), content);
    const { log, zones } = opened(dir);
    expect([zones.drawn, log.events]).toEqual([[], ['zones.broken']]);
  });
});
