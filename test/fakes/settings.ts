import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageSettings } from '../../src/config/layers.ts';
import type { Reading } from '../../src/config/load.ts';
import { readConfig } from '../../src/config/load.ts';
import { settingsFile } from '../../src/config/page-file.ts';
import { configAnswers } from '../../src/daemon/answers/settings.ts';
import type { SetupParts } from '../../src/daemon/answers/setup.ts';
import { setupAnswers } from '../../src/daemon/answers/setup.ts';
import { done, failed } from '../../src/domain/result.ts';
import { FakeLog } from './log.ts';

/** The settings of a made-up box: real files in a folder of their own, and devices that are told. */
export type SettingsDesk = ReturnType<typeof settingsDesk>;

/** `yaml`: the configuration file. */
export function settingsDesk(yaml = '', { env = {}, devices = DEVICES }: { env?: NodeJS.ProcessEnv; devices?: SetupParts } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-settings-'));
  const base = join(folder, 'moodbox.yaml');
  writeFileSync(base, yaml, { mode: 0o600 });
  const file = settingsFile(folder);
  const read = (page: PageSettings = { file }): Reading => readConfig({ file: base, env, page: () => page });
  const log = new FakeLog();
  const restarts: string[] = [];
  const running = read();
  const answers = {
    ...configAnswers({ read, running, file, log, restart: () => restarts.push('restart') }),
    ...setupAnswers(devices),
  };
  return { answers, base, file, log, read, restarts };
}

/** One camera, two outputs of which the second is silent, one broker that takes the password `geheim`. */
export const DEVICES: SetupParts = {
  cameras: () => [{ id: '/dev/v4l/by-id/usb-C920-video-index0', name: 'HD Pro Webcam C920' }],
  outputs: async () => [
    { id: 'alsa/sysdefault:CARD=Device', name: 'USB Audio Device' },
    { id: 'alsa/sysdefault:CARD=vc4hdmi0', name: 'HDMI' },
    { id: "alsa/file:'|touch x',raw", name: 'no card at all' },
  ],
  playTone: async (id) => (id.includes('hdmi') ? failed('it cannot be opened now') : done(undefined)),
  findNearby: async () => [{ kind: 'home-assistant', name: 'Home', host: '192.168.1.20', port: 8123 }],
  tryBroker: async ({ password }) => (password === 'geheim' ? done(undefined) : failed('the broker refuses: bad user name or password')),
};
