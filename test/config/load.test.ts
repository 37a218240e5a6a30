import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { SECTIONS, TOP_KEYS, variableOf } from '../../src/config/keys.ts';
import { ConfigError, loadConfig, masked } from '../../src/config/load.ts';
import { root } from '../assets.ts';

const fileWith = (yaml: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'moodbox-config-')), 'moodbox.yaml');
  writeFileSync(file, yaml);
  return file;
};
const problems = (yaml: string, env: NodeJS.ProcessEnv = {}): readonly string[] => {
  try {
    loadConfig({ file: fileWith(yaml), env });
  } catch (err) {
    if (err instanceof ConfigError) return err.problems;
    throw err;
  }
  return [];
};

/** What the addresses of other people's music need beside them. */
const LOGGED_IN = { 'subsonic.username': 'me', 'subsonic.password': 'word', 'music_assistant.player': 'Living room' };

describe('loadConfig', () => {
  test('the defaults stand alone', () => {
    const config = loadConfig({ env: {} });
    expect(config.camera.fps).toBe(10);
    expect(config.mood.hold).toBe(3000);
    expect(config.music.order).toEqual(['youtube', 'streams', 'library', 'composed', 'loops']);
    expect(config.mqtt.id).toMatch(/^[a-zA-Z0-9_-]+$/);
  });

  test('the file wins over the defaults, the environment over the file, the command line over all', () => {
    const file = fileWith('camera:\n  fps: 5\n  source: /dev/video1\nmood:\n  hold: 2m\nweb:\n  port: 9000\n');
    const env = {
      MOODBOX_CAMERA_FPS: '12.5',
      MOODBOX_MUSIC_ORDER: 'library, loops',
      MOODBOX_MQTT_DISCOVERY: 'false',
      MOODBOX_WEB_PORT: '0',
    };
    const config = loadConfig({ file, env, overrides: { 'camera.source': 'demo.mp4' } });
    expect(config.camera).toMatchObject({ fps: 12.5, source: 'demo.mp4' });
    expect(config.mood.hold).toBe(120_000);
    expect(config.music.order).toEqual(['library', 'loops']);
    expect(config.mqtt.discovery).toBe(false);
    expect(config.web.port).toBe(0);
  });

  test.each(['subsonic.url', 'music_assistant.url', 'update.url', 'music.ytdlp_updates'])(
    'an address that was copied with spaces: %s',
    (key) => {
      const [section = '', name = ''] = key.split('.');
      const address = 'https://example.org/there';
      const config = loadConfig({ env: { [variableOf(section, name)]: ` ${address}\t` }, overrides: LOGGED_IN });
      const there: Readonly<Record<string, unknown>> = config[section as 'update'];
      expect(there[name]).toBe(address);
    },
  );

  test('lists may be one thing, or come with commas', () => {
    const env = { MOODBOX_MUSIC_DAY: '07:00-10:00 bright, 22:00-02:00 calm', MOODBOX_MUSIC_LANGUAGE: 'german,french' };
    expect(loadConfig({ env }).music).toMatchObject({ day: ['07:00-10:00 bright', '22:00-02:00 calm'], language: ['german', 'french'] });
    const file = fileWith('music:\n  language: german\n  day:\n    - 07:00-10:00 bright\n');
    expect(loadConfig({ file, env: {} }).music).toMatchObject({ day: ['07:00-10:00 bright'], language: ['german'], shortest: 60_000 });
  });

  test('a length of time that is refused contradicts no other', () =>
    expect(problems('music:\n  shortest: soon\n  longest: 2m\n').join()).not.toContain('less than'));

  test('a camera index may be a number', () => {
    expect(loadConfig({ file: fileWith('camera: { source: 0 }\nmqtt: { version: 4 }'), env: {} })).toMatchObject({
      camera: { source: '0' },
      mqtt: { version: '4' },
    });
  });

  describe('several cameras', () => {
    const front = { name: 'front', source: '/dev/video0' };
    const back = { name: 'back', source: 'rtsp://me:pw@10.0.0.7/2' };
    const sources = (yaml: string): unknown => loadConfig({ file: fileWith(`camera:\n  sources: ${yaml}\n`), env: {} }).camera.sources;

    test('may be written in full, in short, or as sources alone', () => {
      expect(sources(`[{ name: front, source: /dev/video0 }, { back: '${back.source}' }]`)).toEqual([front, back]);
      expect(sources(`[/dev/video0, 2, { source: a.mp4 }]`)).toEqual([
        { name: 'camera-1', source: '/dev/video0' },
        { name: 'camera-2', source: '2' },
        { name: 'camera-3', source: 'a.mp4' },
      ]);
      expect(sources('/dev/video0')).toEqual([{ name: 'camera-1', source: '/dev/video0' }]);
      expect(sources('[{ 1: 0 }]')).toEqual([{ name: '1', source: '0' }]);
      expect(sources('[{ front: auto }]')).toEqual([{ name: 'front', source: 'auto' }]);
    });

    test('come from the environment with commas', () => {
      const env = { MOODBOX_CAMERA_SOURCES: ` front=/dev/video0, back=${back.source},/srv/a=b.mp4` };
      expect(loadConfig({ env }).camera.sources).toEqual([front, back, { name: 'camera-3', source: '/srv/a=b.mp4' }]);
      expect(loadConfig({ env: { MOODBOX_CAMERA_SOURCES: ' a = 0 , b  =/dev/video1 ' } }).camera.sources).toEqual([
        { name: 'a', source: '0' },
        { name: 'b', source: '/dev/video1' },
      ]);
      expect(problems('', { MOODBOX_CAMERA_SOURCES: 'the door = 0' }).join()).toMatch(/'the door' is not a camera name/);
      expect(problems('', { MOODBOX_CAMERA_SOURCES: ' = 0' }).join()).toMatch(/'' is not a camera name/);
      expect(loadConfig({ env: { MOODBOX_CAMERA_SOURCES: '' } }).camera.sources).toEqual([]);
    });

    test('the same file may be looked at twice, a device may not', () => {
      expect(sources('[{ front: a.mp4 }, { back: a.mp4 }]')).toHaveLength(2);
      expect(problems("camera:\n  sources: [{ a: 'http://x/1' }, { b: 'http://x/1' }]\n")).toEqual([
        "camera.sources: 'a' and 'b' are the same camera",
      ]);
    });

    test('no complaint about them repeats a password', () => {
      const told = [
        ...problems(`camera:\n  sources: [{ the door: '${back.source}?token=pw' }]\n`),
        ...problems('', { MOODBOX_CAMERA_SOURCES: `front=${back.source}?token=pw,front=1` }),
        ...problems(`camera:\n  fps: '${back.source}'\n`),
      ];
      expect(told).toHaveLength(3);
      expect(told.join('\n')).not.toContain('pw');
    });
  });

  test('a key may be written with its section, as people speak of it', () => {
    const config = loadConfig({ file: fileWith('web.host: 0.0.0.0\nweb:\n  port: 9000\nmusic.library: /srv/music\n'), env: {} });
    expect(config).toMatchObject({ web: { host: '0.0.0.0', port: 9000 }, music: { library: '/srv/music' } });
    expect(problems('web.hots: 0.0.0.0\n')).toEqual(['web.hots: unknown key; did you mean web.host?']);
    expect(problems('web.port: 1\nweb: { port: 2 }\n')).toEqual([expect.stringMatching(/^web\.port: is set twice/)]);
    expect(problems('wbe.port: 1\n')).toEqual([expect.stringMatching(/^wbe: unknown key/)]);
    expect(problems('web: 5\nweb.port: 1\n')).toEqual(['web: must be a section with keys']);
  });

  test('an empty file and an empty section are the defaults', () => {
    expect(problems('')).toEqual([]);
    expect(problems('camera:\nmood:\n')).toEqual([]);
    expect(problems('camera:\n  source:\n')).toEqual([]);
  });

  test('every problem is told at once, with the nearest known key', () => {
    const told = problems('camera:\n  fbs: 5\nmod:\n  hold: 1s\nmood:\n  hold: soon\n  margin: 2\nmusic:\n  order: [spotify]\n', {
      MOODBOX_MQTT_ULR: 'mqtt://x',
      MOODBOX_WEB_PORT: '70000',
    }).join('\n');
    expect(told).toContain('camera.fbs: unknown key; did you mean camera.fps?');
    expect(told).toContain('mod: unknown key; did you mean mood?');
    expect(problems('x: 1\n')).toEqual(['x: unknown key']);
    expect(problems('mood.x: 1\n')).toEqual(['mood.x: unknown key']);
    expect(problems('wbe: {}\n')).toEqual(['wbe: unknown key; did you mean web?']);
    expect(told).toContain('MOODBOX_MQTT_ULR: unknown key; did you mean MOODBOX_MQTT_URL?');
    expect(told).toMatch(/mood\.hold: must be a length of time/);
    expect(told).toMatch(/mood\.margin: must be a number from 0 to 1/);
    expect(told).toMatch(/music\.order: has 'spotify'/);
    expect(told).toMatch(/web\.port: must be a port/);
  });

  test.each(['moodbox/other-box/presence', 'moodbox/cafeteria/radar', 'zigbee2mqtt/radar', 'homeassistant/binary_sensor/radar/state'])(
    "%s may be a sensor's topic",
    (topic) => {
      const config = loadConfig({ env: {}, overrides: { 'mqtt.id': 'cafe', 'presence.topic': topic } });
      expect(config.presence.topic).toBe(topic);
    },
  );

  test.each([
    ['camera:\n  fps: 0\n', /camera\.fps/],
    ['camera:\n  fps: fast\n', /camera\.fps/],
    ['inference:\n  engine: torch\n', /inference\.engine/],
    ['player:\n  quiet_hours: "22-7"\n', /player\.quiet_hours: must be two times/],
    ['player:\n  quiet_hours: "22:00-24:00"\n', /player\.quiet_hours/],
    ['mqtt:\n  id: "my box"\n', /mqtt\.id/],
    ['mqtt:\n  base_topic: "a/#"\n', /mqtt\.base_topic/],
    [
      'presence:\n  topic: moodbox/cafe/presence\nmqtt:\n  id: cafe\n',
      /presence\.topic \(moodbox\/cafe\/presence\) is a topic of this box itself/,
    ],
    ['presence:\n  topic: moodbox/cafe/presence/set\nmqtt:\n  id: cafe\n', /presence\.topic .* is a topic of this box itself/],
    ['presence:\n  topic: moodbox/group/bar/door\nmqtt:\n  group: bar\n', /presence\.topic .* is a topic of this box itself/],
    ['presence:\n  topic: homeassistant/status\n', /presence\.topic is also mqtt\.status_topic/],
    [
      'presence:\n  topic: $SYS/broker/uptime\n',
      /presence\.topic: must be a sensor's topic; topics that begin with \$ belong to the broker/,
    ],
    ['presence:\n  topic: a/+/b\n', /presence\.topic: must be an MQTT topic/],
    ['presence:\n  topic: 5\n', /presence\.topic: must be an MQTT topic/],
    ['mqtt:\n  group: "a café"\n', /mqtt\.group.*letters, digits/],
    ['player:\n  volume: 130\n', /player\.volume/],
    ['camera: 5\n', /camera: must be a section/],
    ['- camera\n', /sections/],
    ['camera: [\n', /moodbox\.yaml/],
    ['music:\n  order: []\n', /music\.order/],
    ['camera:\n  sources: { front: /dev/video0 }\n', /camera\.sources: must be a list with a line for each camera/],
    ['camera:\n  sources: [[front]]\n', /camera\.sources: camera-1 is not a camera/],
    ['camera:\n  sources: [{ the door: 0 }]\n', /camera\.sources: 'the door' is not a camera name: use letters, digits/],
    ['camera:\n  sources: [{ name: front }]\n', /camera\.sources: front has no source/],
    ['camera:\n  sources: [{ front: }]\n', /camera\.sources: front has no source/],
    [
      'camera:\n  sources: [{ front: 0, back: 1 }]\n',
      /camera\.sources: camera-1 has the unknown key 'front'; a camera has a name and a source/,
    ],
    ['camera:\n  sources: [{ name: front, source: 0, zoom: 2 }]\n', /camera\.sources: camera-1 has the unknown key 'zoom'/],
    ['camera:\n  sources: [{ front: 0 }, { front: 1 }]\n', /camera\.sources: two cameras are called 'front'/],
    ['camera:\n  sources: [{ front: 0 }, { back: /dev/video0 }]\n', /camera\.sources: 'front' and 'back' are the same camera/],
    ['camera:\n  sources: [{ front: auto }, { back: auto }]\n', /'front' is auto, which may be any of them.*; 'back' is auto/],
    ['camera:\n  sources: [0, 1, 2, 3, 4, 5, 6]\n', /camera\.sources: has 7 cameras, 6 at most/],
    ['camera:\n  source: 0\n  sources: [{ back: 1 }]\n', /camera\.source and camera\.sources are both set: keep camera\.source for one/],
    ['music:\n  shortest: 2h\n', /music\.shortest \(120m\) must be less than music\.longest \(60m\)/],
    ['music:\n  shortest: 30s\n  longest: 30s\n', /music\.shortest \(30s\) must be less than music\.longest \(30s\)/],
    ['music:\n  instrumental: sometimes\n', /music\.instrumental: must be true or false/],
    ['music:\n  language: [3]\n', /music\.language: must be a list of words/],
    ['music:\n  manner: cheer\n', /music\.manner/],
    ['camera:\n  fps: { of: 3 }\n', /camera\.fps: must be a number above 0/],
    ['music:\n  order: { first: youtube }\n', /music\.order: must be one value or a list/],
    ['music:\n  day: { 07:00-10:00: bright }\n', /music\.day: must be a list of lines/],
    ['music:\n  day: [07:00-10:00: bright]\n', /music\.day: must be a list of lines/],
    [
      'music:\n  day: [7-10 bright, 11:00-11:00 calm]\n',
      /music\.day: '7-10 bright' must begin with two times.*; '11:00-11:00 calm' begins and ends/,
    ],
  ])('refuses %j', (yaml, why) => expect(problems(yaml).join('\n')).toMatch(why));

  test('a missing file is a problem that names it', () => {
    expect(() => loadConfig({ file: '/nowhere/moodbox.yaml', env: {} })).toThrow(
      /^\/nowhere\/moodbox\.yaml does not exist: correct the path/,
    );
  });

  test('nothing of it can be changed afterwards', () => {
    const config = loadConfig({ env: {} });
    expect(() => Object.assign(config.camera, { fps: 1 })).toThrow(TypeError);
    expect(() => (config.music.order as string[]).push('loops')).toThrow(TypeError);
  });
});

describe('masked', () => {
  test('hides the password and the one inside an address', () => {
    const config = loadConfig({ env: { MOODBOX_MQTT_PASSWORD: 's3cret', MOODBOX_CAMERA_SOURCE: 'rtsp://me:s3cret@cam/1' } });
    expect(JSON.stringify(masked(config))).not.toContain('s3cret');
    expect(masked(config).camera?.source).toBe('rtsp://cam');
    expect(masked(loadConfig({ env: {} })).mqtt?.password).toBe('');
  });

  test('hides those of an address that is written wrong', () => {
    const config = loadConfig({ env: { MOODBOX_CAMERA_SOURCE: ' rtps:/me:s3cret@cam/1' } });
    expect(masked(config).camera?.source).toBe(' rtps:/…@cam/1');
  });

  test('hides those of several cameras', () => {
    const config = loadConfig({ env: { MOODBOX_CAMERA_SOURCES: 'front=0,back=rtsp://me:s3cret@cam/1' } });
    expect(masked(config).camera?.sources).toEqual([
      { name: 'front', source: '0' },
      { name: 'back', source: 'rtsp://cam' },
    ]);
  });
});

test('web.frame_ancestors takes origins and nothing else', () => {
  const ancestors = (env: NodeJS.ProcessEnv) => loadConfig({ env }).web.frame_ancestors;
  expect(ancestors({ MOODBOX_WEB_FRAME_ANCESTORS: 'http://homeassistant.local:8123, https://[fd00::7]' })).toEqual([
    'http://homeassistant.local:8123',
    'https://[fd00::7]',
  ]);
  const wrong = [
    '*',
    'homeassistant.local',
    'http://ha.local/lovelace',
    "http://ha.local; script-src 'unsafe-inline'",
    'file:///x',
    'http://:80',
  ];
  for (const each of wrong)
    expect(problems(`web:\n  frame_ancestors: ["${each}"]\n`), each).toEqual([
      expect.stringMatching(/^web\.frame_ancestors: has .*not an origin/),
    ]);
});

describe('the keys outside every section', () => {
  test('come from the file and the environment like all others', () => {
    expect(loadConfig({ env: {} })).toMatchObject({ venue: false, venue_people: 3 });
    const file = fileWith('venue: true\nvenue_people: 4\ncamera: { fps: 5 }\n');
    expect(loadConfig({ file, env: {} })).toMatchObject({ venue: true, venue_people: 4, camera: { fps: 5 } });
    expect(loadConfig({ file, env: { MOODBOX_VENUE: 'false', MOODBOX_VENUE_PEOPLE: '5' } })).toMatchObject({
      venue: false,
      venue_people: 5,
    });
    expect(loadConfig({ file: fileWith('venue:\n'), env: {} }).venue).toBe(false);
    expect(masked(loadConfig({ file, env: {} }))).toMatchObject({ venue: true, venue_people: 4 });
  });

  test.each([
    ['picture', 'stage'],
    ['stage', 'stage'],
    ['off', 'off'],
  ])('in a venue nobody looks through the camera: preview %s counts as %s', (written, preview) => {
    const file = fileWith(`venue: true\nweb: { preview: ${written} }\n`);
    expect(loadConfig({ file, env: {} }).web.preview).toBe(preview);
    expect(loadConfig({ file, env: { MOODBOX_VENUE: 'false' } }).web.preview).toBe(written);
  });

  test('a venue reads nobody alone: whatever the file says, everybody counts and nobody is learned', () => {
    const file = fileWith('venue: true\nmood: { of: largest, personal: true }\n');
    expect(loadConfig({ file, env: {} }).mood).toMatchObject({ of: 'group', personal: false });
    expect(loadConfig({ file, env: { MOODBOX_VENUE: 'false' } }).mood).toMatchObject({ of: 'largest', personal: true });
    expect(problems('venue: true\nmqtt: { group: house }\n')).toEqual([expect.stringMatching(/^venue and mqtt\.group do not go together/)]);
  });

  test('a venue plays what belongs to nobody, unless somebody says where music comes from', () => {
    const orderOf = (text: string, env: NodeJS.ProcessEnv = {}, overrides = {}) =>
      loadConfig({ file: fileWith(text), env, overrides }).music.order;
    expect(orderOf('venue: true\n')).toEqual(['composed', 'loops']);
    expect(orderOf('music: { away: stop }\n', { MOODBOX_VENUE: 'true' })).toEqual(['composed', 'loops']);
    expect(orderOf('venue: true\nmusic: { order: [library] }\n')).toEqual(['library']);
    expect(orderOf('venue: true\n', { MOODBOX_MUSIC_ORDER: 'streams, loops' })).toEqual(['streams', 'loops']);
    expect(orderOf('venue: true\n', {}, { 'music.order': ['loops'] })).toEqual(['loops']);
    expect(orderOf('venue: false\n')).toContain('youtube');
  });

  test('are refused by their name', () => {
    expect(problems('venue: perhaps\n')).toEqual(['venue: must be true or false']);
    expect(problems('venue: { on: true }\n')).toEqual(['venue: must be one value, without keys of its own']);
    expect(problems('venue: true\nvenue.people: 4\n').join()).toMatch(/^venue\.people: unknown key/);
    expect(problems('venue_people: 1\n').join()).toMatch(/^venue_people: must be /);
    expect(problems('', { MOODBOX_VENUE_PEOPLE: '1' }).join()).toMatch(/^venue_people: must be .*\(set by MOODBOX_VENUE_PEOPLE\)/);
    expect(problems('vanue: true\n')).toEqual(['vanue: unknown key; did you mean venue?']);
    expect(problems('', { MOODBOX_VENU: 'true' })).toEqual(['MOODBOX_VENU: unknown key; did you mean MOODBOX_VENUE?']);
  });
});

describe('the example', () => {
  const text = readFileSync(join(root, 'config/moodbox.example.yaml'), 'utf8');
  const shown = parseYaml(text.replace('  # id:', '  id:')) as Record<string, Record<string, unknown>>;

  test('shows every key with its default', () => {
    for (const [key, { default: fallback }] of Object.entries(TOP_KEYS)) expect(String(shown[key]), key).toBe(String(fallback));
    for (const [section, keys] of Object.entries(SECTIONS)) {
      expect(Object.keys(shown[section] ?? {}), section).toEqual(Object.keys(keys));
      for (const [key, { default: fallback }] of Object.entries(keys)) {
        if (`${section}.${key}` !== 'mqtt.id') expect(String(shown[section]?.[key]), `${section}.${key}`).toBe(String(fallback));
      }
    }
  });

  test('is valid as it is, and names every variable as the code does', () => {
    expect(problems(text)).toEqual([]);
    expect(text).toContain(variableOf('mood', 'away_after'));
  });

  test('an environment variable that cannot be read is a sentence with its name, beside all others', () => {
    const env = { MOODBOX_MOOD_HOLD: 'soon', MOODBOX_PLAYER_CROSSFADE: 'perhaps', MOODBOX_CAMERA_FPS: 'fast' };
    expect(problems('', env)).toEqual(
      expect.arrayContaining([
        'MOODBOX_MOOD_HOLD: must be a length of time such as 500ms, 3s, 2m or 1h',
        'MOODBOX_PLAYER_CROSSFADE: must be true or false',
        expect.stringMatching(/^camera\.fps: must be a number above 0/),
      ]),
    );
  });
});

test('a word that a key does not know, and every wrong network, are named in a plain sentence', () => {
  const problems = (env: NodeJS.ProcessEnv): string => {
    try {
      loadConfig({ env });
      return '';
    } catch (err) {
      return (err as Error).message;
    }
  };
  expect(problems({ MOODBOX_WEB_GUESTS: 'everyone' })).toMatch(/^web\.guests: must be link, open or off, not 'everyone'/);
  expect(problems({ MOODBOX_WEB_PROXIES: 'nginx,10.0.0.0/33' })).toMatch(
    /^web\.proxies: has 'nginx' and '10\.0\.0\.0\/33', not an IP address/,
  );
});
