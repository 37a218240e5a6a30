import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { KEY_NAMES } from '../../../src/config/settable.ts';
import type { PageVisitor } from '../../../src/web/port.ts';
import type { SettingsDesk } from '../../fakes/settings.ts';
import { settingsDesk } from '../../fakes/settings.ts';

const OWNER: PageVisitor = { level: 'owner', address: '192.168.1.7' };
const YAML = 'camera:\n  fps: 5\nmqtt:\n  url: mqtt://home:geheim@10.0.0.2\n  password: s3cret\nstate:\n  dir: /srv/somewhere\n';

const config = async ({ answers }: SettingsDesk) => {
  const answer = await answers['GET /api/config'](undefined, OWNER);
  if (!answer.ok) throw new Error(answer.why.sentence);
  return answer.value;
};
const put = async ({ answers }: SettingsDesk, changes: Record<string, string | number | boolean | string[] | null>, trial = false) => {
  const answer = await answers['PUT /api/config']({ changes, trial }, OWNER);
  if (!answer.ok) throw new Error(answer.why.sentence);
  return answer.value;
};
const valueIn = async (desk: SettingsDesk, key: string) => (await config(desk)).values.find((each) => each.key === key);

describe('GET /api/config', () => {
  test('tells each value and where it comes from', async () => {
    const desk = settingsDesk(YAML, { env: { MOODBOX_WEB_PORT: '9000' } });
    await put(desk, { 'mood.hold': '90s' });
    expect((await config(desk)).values.map(({ key }) => key)).toEqual(KEY_NAMES);
    expect(await valueIn(desk, 'camera.fps')).toEqual({ key: 'camera.fps', source: 'file', isSet: true, value: 5 });
    expect(await valueIn(desk, 'web.port')).toEqual({ key: 'web.port', source: 'environment', isSet: true, value: 9000 });
    expect(await valueIn(desk, 'mood.hold')).toEqual({ key: 'mood.hold', source: 'page', isSet: true, value: '90s' });
    expect(await valueIn(desk, 'music.change_after')).toMatchObject({ source: 'default', value: 'auto' });
  });

  test('never tells a secret, a login in an address, or a path', async () => {
    const desk = settingsDesk(YAML);
    expect(JSON.stringify(await config(desk))).not.toMatch(/geheim|s3cret|somewhere|moodbox-settings/);
    expect(await valueIn(desk, 'mqtt.password')).toEqual({ key: 'mqtt.password', source: 'file', isSet: true });
    expect(await valueIn(desk, 'mqtt.url')).toEqual({ key: 'mqtt.url', source: 'file', isSet: true, hint: 'mqtt://10.0.0.2' });
    expect(await valueIn(desk, 'state.dir')).toEqual({ key: 'state.dir', source: 'file', isSet: true });
  });

  test('the schema has a sentence, a kind and a default for every key', async () => {
    const answer = await settingsDesk().answers['GET /api/config/schema'](undefined, OWNER);
    const fields = answer.ok ? answer.value.fields : [];
    expect(fields.map(({ key }) => key)).toEqual(KEY_NAMES);
    expect(fields.find(({ key }) => key === 'mood.hold')).toMatchObject({
      kind: 'duration',
      default: '3s',
      least: '0s',
      most: '1h',
      settable: true,
    });
    expect(fields.find(({ key }) => key === 'camera.width')).toMatchObject({ kind: 'number', least: 64, most: 7680, unit: 'px' });
    expect(fields.find(({ key }) => key === 'music.order')).toMatchObject({ kind: 'choices', choices: expect.arrayContaining(['loops']) });
    expect(fields.find(({ key }) => key === 'mqtt.password')?.kind).toBe('secret');
    expect(fields.find(({ key }) => key === 'player.mpv')?.settable).toBe(false);
  });
});

describe('PUT /api/config', () => {
  test('saves beside the configuration file, which it leaves alone, and says that a restart is needed', async () => {
    const desk = settingsDesk(YAML);
    expect(await put(desk, { 'camera.fps': 8, 'camera.sources': ['front=/dev/video0', 'back=rtsp://10.0.0.7/2'] })).toEqual({
      saved: true,
      problems: [],
      restart: true,
    });
    expect(readFileSync(desk.base, 'utf8')).toBe(YAML);
    expect(parse(readFileSync(desk.file, 'utf8'))).toEqual({
      camera: { fps: 8, sources: ['front=/dev/video0', 'back=rtsp://10.0.0.7/2'] },
    });
    expect(await config(desk)).toMatchObject({ restart: true, undo: true, safe: false, problems: [] });
    expect(desk.log.lines).toContainEqual({
      level: 'info',
      event: 'settings.saved',
      fields: { changed: ['camera.fps', 'camera.sources'], level: 'owner', address: '192.168.1.7' },
    });
  });

  test('what is set back to what runs needs no restart', async () => {
    const desk = settingsDesk(YAML);
    await put(desk, { 'camera.fps': 8 });
    expect(await put(desk, { 'camera.fps': null })).toMatchObject({ saved: true, restart: false });
  });

  test.each([
    [{ 'camera.fps': 'fast' }, 'camera.fps', /must be a number above 0, from 0.1 to 60/],
    [{ 'mood.hold': '3' }, 'mood.hold', /with its unit: 3s, 3m or 3ms/],
    [{ 'music.order': ['radio'] }, 'music.order', /'radio', which is not one of/],
    [{ 'web.guests': 'everybody' }, 'web.guests', /must be link, open or off/],
    [{ 'music.shortest': '2h', 'music.longest': '1h' }, 'music.shortest', /must be less than music.longest/],
    [{ 'camera.sources': ['front=/dev/video0', 'back=/dev/video0'] }, 'camera.sources', /are the same camera/],
    [{ 'camera.fbs': 5 }, 'camera.fbs', /there is no such setting/],
    [{ 'toString.x': 5 }, 'toString.x', /there is no such setting/],
    [{ 'player.mpv': '/tmp/evil' }, 'player.mpv', /only be set in the configuration file/],
    [{ 'player.mpv': null }, undefined, undefined],
  ])('%j is answered in the words of the loader, and nothing is saved', async (changes, key, sentence) => {
    const desk = settingsDesk();
    const answer = await put(desk, changes as Record<string, string>);
    if (key === undefined) return expect(answer).toMatchObject({ saved: true, restart: false });
    expect(answer).toMatchObject({
      saved: false,
      restart: false,
      problems: [{ key, sentence: expect.stringMatching(sentence as RegExp) }],
    });
    expect(await config(desk)).toMatchObject({ undo: false });
  });

  test('a saved password goes to no broker but its own', async () => {
    const desk = settingsDesk('mqtt:\n  url: mqtt://10.0.0.2\n  password: s3cret\n');
    const stray = { saved: false, problems: [{ key: 'mqtt.password', sentence: expect.stringMatching(/type this broker's password/) }] };
    const saved = { saved: true, problems: [] };
    expect(await put(desk, { 'mqtt.url': 'mqtt://10.0.0.66' })).toMatchObject(stray);
    expect(await put(desk, { 'mqtt.url': 'mqtt://10.0.0.66', 'mqtt.password': 'mine' })).toMatchObject(saved);
    expect(await put(desk, { 'mqtt.password': null })).toMatchObject(stray); // that of the file would come back
    expect(await put(desk, { 'mqtt.url': 'ws://10.0.0.66' })).toMatchObject(stray);
    expect(await put(desk, { 'mqtt.url': 'mqtt://10.0.0.67', 'mqtt.password': 'mine' })).toMatchObject(saved);
    expect(await put(desk, { 'mqtt.keepalive': '20s' })).toMatchObject(saved);
    expect(await put(desk, { 'mqtt.url': null, 'mqtt.password': null })).toMatchObject(saved);
    expect(await put(desk, { 'mqtt.url': 'mqtt://10.0.0.66', 'mqtt.password': '' })).toMatchObject(saved);
  });

  test('a password from a file or a variable goes to no broker that the page names', async () => {
    const desk = settingsDesk('mqtt:\n  url: mqtt://10.0.0.2\n', { env: { MOODBOX_MQTT_PASSWORD: 's3cret' } });
    expect(await put(desk, { 'mqtt.url': 'mqtt://10.0.0.66' })).toMatchObject({
      saved: false,
      problems: [{ key: 'mqtt.url', sentence: expect.stringMatching(/sent to no other broker/) }],
    });
    expect(await put(desk, { 'mqtt.url': 'mqtt://home@10.0.0.2' })).toMatchObject({ saved: true });
  });

  test('a trial only checks', async () => {
    const desk = settingsDesk();
    expect(await put(desk, { 'camera.fps': 8 }, true)).toEqual({ saved: false, problems: [], restart: false });
    expect(await valueIn(desk, 'camera.fps')).toMatchObject({ source: 'default' });
  });

  test('what the environment sets is read-only', async () => {
    const desk = settingsDesk('', { env: { MOODBOX_WEB_PORT: '9000' } });
    expect(await put(desk, { 'web.port': 9001 })).toMatchObject({
      saved: false,
      problems: [{ sentence: expect.stringMatching(/environment/) }],
    });
  });

  test('several at once are saved one after the other', async () => {
    const desk = settingsDesk();
    await Promise.all([put(desk, { 'camera.fps': 8 }), put(desk, { 'mood.hold': '4s' }), put(desk, { 'web.port': 9000 })]);
    expect(parse(readFileSync(desk.file, 'utf8'))).toEqual({ camera: { fps: 8 }, mood: { hold: '4s' }, web: { port: 9000 } });
  });

  test.runIf(process.getuid?.() !== 0)('a disk that cannot be written is said', async () => {
    const desk = settingsDesk();
    chmodSync(dirname(desk.file), 0o500);
    const answer = await desk.answers['PUT /api/config']({ changes: { 'camera.fps': 8 }, trial: false }, OWNER);
    expect(answer).toMatchObject({ ok: false, why: { sentence: expect.stringMatching(/cannot be saved \(EACCES\)/) } });
  });
});

describe('undo and restart', () => {
  const undo = ({ answers }: SettingsDesk) => answers['POST /api/config/undo']({}, OWNER);
  const redo = ({ answers }: SettingsDesk) => answers['POST /api/config/redo']({}, OWNER);
  const saved = { ok: true, value: { saved: true } };

  test('the last change is undone once, and can be redone', async () => {
    const desk = settingsDesk();
    expect(await config(desk)).toMatchObject({ undo: false, redo: false });
    await put(desk, { 'camera.fps': 8 });
    await put(desk, { 'camera.fps': 9 });
    expect(await config(desk)).toMatchObject({ undo: true, redo: false });
    expect(await undo(desk)).toMatchObject(saved);
    expect((await valueIn(desk, 'camera.fps'))?.value).toBe(8);
    expect(await config(desk)).toMatchObject({ undo: false, redo: true });
    expect(await undo(desk)).toMatchObject({ ok: false, why: { sentence: 'there is no change to undo' } });
    expect(await redo(desk)).toMatchObject(saved);
    expect((await valueIn(desk, 'camera.fps'))?.value).toBe(9);
    expect(await config(desk)).toMatchObject({ undo: true, redo: false });
    expect(await redo(desk)).toMatchObject({ ok: false, why: { sentence: 'there is no change to make again' } });
  });

  test('another change ends the chance to redo', async () => {
    const desk = settingsDesk();
    await put(desk, { 'camera.fps': 8 });
    await undo(desk);
    await put(desk, { 'mood.hold': '4s' });
    expect(await config(desk)).toMatchObject({ undo: true, redo: false });
    expect(await redo(desk)).toMatchObject({ ok: false });
    await undo(desk);
    expect(await valueIn(desk, 'mood.hold')).toMatchObject({ source: 'default' });
  });

  test('a box that runs does not restart into a file with mistakes', async () => {
    const desk = settingsDesk();
    writeFileSync(desk.base, 'camera: [');
    expect(await desk.answers['POST /api/restart']({}, OWNER)).toMatchObject({ ok: false });
    writeFileSync(desk.base, '');
    expect(await desk.answers['POST /api/restart']({}, OWNER)).toMatchObject({ ok: true });
    expect(desk.restarts).toHaveLength(1);
  });
});

describe('in safe mode', () => {
  const BROKEN = 'camera:\n  fps: fast\n  idle: 3\nmood:\n  hold: soon\n';

  test('each mistake is told, at its key where it has one, and without a path', async () => {
    const desk = settingsDesk(BROKEN);
    const { problems, safe } = await config(desk);
    expect(safe).toBe(true);
    expect(problems.map(({ key }) => key)).toEqual([undefined, 'mood.hold', 'camera.fps']);
    const unreadable = settingsDesk('camera: [');
    expect((await config(unreadable)).problems).toEqual([{ sentence: expect.stringMatching(/^moodbox\.yaml: /) }]);
  });

  test('a wrong value is shown as it is written, but for its secrets', async () => {
    const desk = settingsDesk(`${BROKEN}camera.sources: [{ the door: rtsp://me:geheim@10.0.0.7/2 }]\n`);
    expect(await valueIn(desk, 'mood.hold')).toMatchObject({ source: 'file', value: 'soon' });
    expect(await valueIn(desk, 'camera.sources')).toMatchObject({ source: 'file', isSet: true });
    expect(JSON.stringify(await config(desk))).not.toContain('geheim');
  });

  test('one mistake can be corrected after the other, but none may be added', async () => {
    const desk = settingsDesk(BROKEN);
    expect(await put(desk, { 'mood.hold': 'later' })).toMatchObject({ saved: false });
    expect(await put(desk, { 'mood.hold': '3s' })).toMatchObject({ saved: true, problems: [{}, { key: 'camera.fps' }] });
    expect(await desk.answers['POST /api/restart']({}, OWNER)).toMatchObject({ ok: true });
  });
});
