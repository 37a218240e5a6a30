import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SettingsStore } from '../../../src/daemon/process/settings-store.ts';
import { moment, percent } from '../../../src/domain/units.ts';
import { FakeLog } from '../../fakes/log.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'moodbox-memory-'));

describe('SettingsStore', () => {
  test('begins with the camera on and nothing overridden', async () => {
    await using memory = SettingsStore.open(join(folder(), 'new'), new FakeLog());
    expect(memory.remembered).toEqual({ camera: true, autoplay: true, override: 'auto' });
  });

  test('keeps the newest of many settings across a restart', async () => {
    const dir = folder();
    {
      await using memory = SettingsStore.open(dir, new FakeLog());
      for (let i = 0; i <= 100; i += 1)
        memory.keep({ camera: i % 2 === 1, autoplay: i % 2 === 1, override: 'sad', until: moment(i), volume: percent(i) });
    }
    await using again = SettingsStore.open(dir, new FakeLog());
    expect(again.remembered).toEqual({ camera: false, autoplay: false, override: 'sad', until: 100, volume: 100 });
    expect(readdirSync(dir)).toEqual(['switches.json']);
  });

  test('loses nothing that is kept during a write or just before it closes', async () => {
    const dir = folder();
    {
      await using memory = SettingsStore.open(dir, new FakeLog());
      memory.keep({ camera: true, autoplay: true, override: 'sad' });
      await new Promise((resolve) => setImmediate(resolve));
      memory.keep({ camera: false, autoplay: true, override: 'happy' });
    }
    await using again = SettingsStore.open(dir, new FakeLog());
    expect(again.remembered).toEqual({ camera: false, autoplay: true, override: 'happy' });
  });

  test.each(['', '{"camera":tr', 'null', '7'])('logs a broken file %j and leaves the camera off', async (text) => {
    const dir = folder();
    const log = new FakeLog();
    writeFileSync(join(dir, 'switches.json'), text);
    await using memory = SettingsStore.open(dir, log);
    expect(memory.remembered.camera).toBe(false);
    expect(log.events).toEqual(['memory.broken']);
  });

  test('replaces invalid values key by key', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'switches.json'), '{"camera":"yes","autoplay":0,"override":"joyful","until":"soon","volume":400}');
    await using memory = SettingsStore.open(dir, new FakeLog());
    expect(memory.remembered).toEqual({ camera: false, autoplay: true, override: 'auto', volume: 100 });
  });

  test('logs a folder that it cannot write to, and goes on', async () => {
    const log = new FakeLog();
    const dir = folder();
    {
      await using memory = SettingsStore.open(dir, log);
      writeFileSync(join(dir, 'in-the-way'), '');
      const { rmSync } = await import('node:fs');
      rmSync(dir, { recursive: true });
      memory.keep({ camera: false, autoplay: true, override: 'auto' });
    }
    expect(log.events).toEqual(['memory.unwritable']);
  });

  test('writes whole lines that a person can read', async () => {
    const dir = folder();
    {
      await using memory = SettingsStore.open(dir, new FakeLog());
      memory.keep({ camera: true, autoplay: true, override: 'happy' });
    }
    expect(readFileSync(join(dir, 'switches.json'), 'utf8')).toBe('{"camera":true,"autoplay":true,"override":"happy"}\n');
  });
});
