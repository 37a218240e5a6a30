import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ms } from '../../../../src/domain/units.ts';
import { requestIn, writeLast } from '../../../../src/music/youtube/update/journal.ts';
import { KnownReleases } from '../../../../src/music/youtube/update/releases.ts';
import { FakeClock } from '../../../fakes/clock.ts';
import { FakeLog } from '../../../fakes/log.ts';

const SOON = { timeout: 10_000, interval: 20 };

describe('KnownReleases', () => {
  let folder: string;
  const clock = new FakeClock();
  const program = (name: string, version: string): string => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\necho ${version}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const own = (version: string): void => {
    mkdirSync(join(folder, version));
    program(join(version, 'yt-dlp'), version);
    rmSync(join(folder, 'current'), { force: true });
    symlinkSync(version, join(folder, 'current'));
  };
  const at = '2026-02-03T04:05:06.000Z';
  const open = (without = join(folder, 'none')) => new KnownReleases(folder, { clock, log: new FakeLog(), fallbackProgram: without });
  const later = (releases: KnownReleases) => expect.poll(() => clock.advance(ms(30_000)).then(() => releases.state), SOON);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-releases-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('knows the own copy at once, and no newest one before an update has looked', async () => {
    own('2026.01.10');
    await using releases = open();
    expect(releases.state).toEqual({ installed: '2026.01.10' });
    await writeLast(folder, { at, outcome: 'newest', version: '2026.01.10', succeeded: at });
    await later(releases).toEqual({ installed: '2026.01.10', latest: '2026.01.10' });
  });

  test('without an own copy it is the one in the PATH', async () => {
    await using releases = open(program('debian', '2023.03.04'));
    await expect.poll(() => releases.state, SOON).toEqual({ installed: '2023.03.04' });
  });

  test('says what an update brought, and that one who went back could have the newer one', async () => {
    own('2026.02.04');
    await writeLast(folder, { at, outcome: 'updated', version: '2026.02.04', succeeded: at });
    await using releases = open();
    expect(releases.state).toEqual({ installed: '2026.02.04', latest: '2026.02.04' });
    own('2026.01.10');
    await writeLast(folder, { at, outcome: 'rolled-back', passed: '2026.02.04', succeeded: at });
    await later(releases).toEqual({ installed: '2026.01.10', latest: '2026.02.04' });
  });

  test('tells how the last attempt ended, in words', async () => {
    await using releases = open();
    expect(releases.last).toBeUndefined();
    await writeLast(folder, { at, outcome: 'failed', why: 'disk-full', detail: 'ENOSPC' });
    expect(releases.last).toEqual({ at: Date.parse(at), outcome: 'failed', why: 'the disk is full' });
    await writeLast(folder, { at, outcome: 'newest', version: '2026.02.04', succeeded: at });
    expect(releases.last).toEqual({ at: Date.parse(at), outcome: 'newest', version: '2026.02.04' });
  });

  test('no program at all is nothing to tell', async () => {
    await using releases = open();
    await later(releases).toEqual({});
  });

  test('an update is asked for in a file, at most every half hour', async () => {
    await using releases = open();
    releases.ask();
    await expect.poll(() => requestIn(folder), SOON).toBeDefined();
    rmSync(join(folder, 'wanted'));
    await clock.advance(ms(29 * 60_000));
    releases.ask();
    expect(releases.wait).toBe(60_000);
    expect(requestIn(folder)).toBeUndefined();
    await clock.advance(ms(60_000));
    expect(releases.wait).toBe(0);
    releases.ask();
    await expect.poll(() => requestIn(folder), SOON).toBeDefined();
  });
});
