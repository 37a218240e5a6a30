import { expect, test } from 'vitest';
import { environmentFor, networkSettings } from '../../../src/shared/process/environment.ts';

const OURS = {
  ...{ PATH: '/bin', LANG: 'de_DE.UTF-8', LC_TIME: 'C', TZ: 'Europe/Berlin', HOME: '/home/anna', PULSE_SERVER: 'unix:/run/pulse' },
  ...{
    https_proxy: 'http://user:pw@proxy:3128',
    PYTHONPATH: '/opt/py',
    NOTIFY_SOCKET: '/run/systemd/notify',
    XDG_RUNTIME_DIR: '/run/user/1000',
  },
  ...{
    MOODBOX_MQTT_PASSWORD: 's3cret',
    CREDENTIALS_DIRECTORY: '/run/credentials/x',
    STATE_DIRECTORY: '/var/lib/moodbox',
    NODE_OPTIONS: '-r x',
  },
  ...{ AWS_SECRET_ACCESS_KEY: 's3cret', LD_PRELOAD: '/tmp/x.so' },
};

test.each([
  ['yt-dlp', ['LANG', 'LC_TIME', 'PATH', 'PYTHONPATH', 'TZ', 'https_proxy']],
  ['mpv', ['HOME', 'LANG', 'LC_TIME', 'PATH', 'PULSE_SERVER', 'TZ', 'XDG_RUNTIME_DIR', 'https_proxy']],
  ['ffmpeg', ['LANG', 'LC_TIME', 'PATH', 'TZ', 'https_proxy']],
  ['snapserver', ['HOME', 'LANG', 'LC_TIME', 'PATH', 'PULSE_SERVER', 'TZ', 'XDG_RUNTIME_DIR']],
  ['systemd-notify', ['LANG', 'LC_TIME', 'NOTIFY_SOCKET', 'PATH', 'TZ']],
  ['other', ['LANG', 'LC_TIME', 'PATH', 'TZ']],
] as const)('%s gets what it needs, and nothing else', (kind, names) => {
  expect(Object.keys(environmentFor(kind, OURS)).sort()).toEqual([...names]);
});

test('the unit for yt-dlp is told of the proxy, and of nothing else', () =>
  expect(networkSettings(OURS)).toEqual({ https_proxy: 'http://user:pw@proxy:3128' }));
