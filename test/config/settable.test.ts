import { expect, test } from 'vitest';
import { SECTIONS } from '../../src/config/keys.ts';
import { isSettable, KEY_NAMES, keyNamed, refusalFromPage } from '../../src/config/settable.ts';

/** Whoever has the owner's PIN can set everything else. A new key that names a program, a file or where to get one belongs here. */
const FIXED = [
  'camera.ca',
  'inference.engine',
  'inference.models',
  'inference.cascade',
  'music.mapping',
  'music.ytdlp',
  'music.ytdlp_socket',
  'music.ytdlp_updates',
  'subsonic.url',
  'subsonic.password_file',
  'subsonic.plain_password',
  'subsonic.ca',
  'music_assistant.url',
  'music_assistant.token_file',
  'player.ca',
  'player.mpv',
  'player.fetch_from',
  'guests.dismiss',
  'mqtt.group_secret_file',
  'mqtt.password_file',
  'mqtt.ca',
  'mqtt.cert',
  'mqtt.key',
  'mqtt.broker_cert',
  'mqtt.broker_key',
  'mqtt.broker_reader_password_file',
  'web.cert',
  'web.key',
  'web.proxies',
  'update.url',
  'state.dir',
];

test('the keys that the page can never set are exactly these', () => {
  const fixed = KEY_NAMES.filter((name) => !isSettable(keyNamed(name) ?? { doc: '', format: '', default: '' }));
  expect(fixed).toEqual(FIXED);
  for (const name of FIXED) expect(refusalFromPage(name, '/tmp/x')?.sentence).toMatch(/only be set in the configuration file/);
});

test('every key that names a file or a program is among them, and so is every key whose sentence speaks of one', () => {
  const suspicious = Object.entries(SECTIONS).flatMap(([section, keys]) =>
    Object.entries(keys).flatMap(([key, { doc, names }]) =>
      names !== undefined || /\b(program|file|socket)\b/i.test(doc) ? [`${section}.${key}`] : [],
    ),
  );
  // These may name a file in the configuration file; from the page their values are checked, as the next tests show.
  const checked = ['camera.source', 'player.output', 'music.preset', 'mqtt.password', 'mqtt.broker_reader_password', 'subsonic.password'];
  expect(suspicious.filter((name) => !checked.includes(name))).toEqual(
    expect.arrayContaining(suspicious.filter((name) => FIXED.includes(name))),
  );
  expect(suspicious.filter((name) => !checked.includes(name) && !FIXED.includes(name))).toEqual([]);
});

test.each([
  'auto',
  'null',
  'snapcast',
  'snapcast://192.168.1.20:1704',
  'alsa/sysdefault:CARD=Device',
  'alsa/hdmi:CARD=vc4hdmi0,DEV=0',
  'pipewire/alsa_output.usb-Generic_USB_Audio-00.analog-stereo',
  'USB Audio',
  'Küche (links)',
])('the page may choose the output %s', (output) => expect(refusalFromPage('player.output', output)).toBeUndefined());

test.each([
  "alsa/file:FILE='|touch /tmp/x',FORMAT=raw",
  'alsa/file:|reboot',
  'alsa/tee:hw,/etc/x,raw',
  'alsa/sysdefault:CARD=Device,DEV=0,FILE=x',
  'pcm:/var/lib/moodbox/access.json',
  'oss//dev/sda',
  'x|y',
  'alsa/hw:CARD=0\n--ao=pcm',
])('and never %j, with which ALSA or mpv would write a file or start a program', (output) =>
  expect(refusalFromPage('player.output', output)?.sentence).toMatch(/outputs that are offered/),
);

test.each(['auto', '0', '/dev/video2', '/dev/v4l/by-id/usb-Cam_C920-video-index0', 'rtsp://10.0.0.7/2', 'https://cam.local/mjpeg'])(
  'the page may choose the camera %s',
  (source) => {
    expect(refusalFromPage('camera.source', source)).toBeUndefined();
    expect(refusalFromPage('camera.sources', [{ front: source }])).toBeUndefined();
  },
);

test.each(['/etc/shadow', 'clip.mp4', '/srv/pictures', '/dev/sda', '/dev/v4l/by-id/../../sda', 'file:///etc/passwd', 'concat:a|b'])(
  'and never the file %s',
  (source) => {
    expect(refusalFromPage('camera.source', source)?.sentence).toMatch(/only be named in the configuration file/);
    expect(refusalFromPage('camera.sources', [`front=${source}`])?.sentence).toMatch(/only be named in the configuration file/);
  },
);

test('music of one’s own is a folder, outside of what the kernel shows', () => {
  for (const folder of ['', '/srv/music', '/media/usb/Music']) expect(refusalFromPage('music.library', folder)).toBeUndefined();
  for (const folder of ['music', '/proc/1', '/etc', '/srv/../etc', '/../etc', '//etc', '/./proc/1', '/etc/', '/'])
    expect(refusalFromPage('music.library', folder)?.sentence, folder).toMatch(/whole path/);
  expect(refusalFromPage('music.library', '/srv/music/')).toBeUndefined();
});
