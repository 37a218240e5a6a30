import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, readConfig } from '../../src/config/load.ts';
import { pageText, settingsFile, textBefore, withChanges, writePageFile } from '../../src/config/page-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-page-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileWith = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};

describe('withChanges', () => {
  test('keeps comments and the order of the other keys', () => {
    const before = '# mine\nmood:\n  hold: 4s # calm\n  of: group\nweb:\n  port: 9000\n';
    expect(withChanges(before, { 'mood.hold': '5s', 'camera.fps': 8 })).toBe(
      '# mine\nmood:\n  hold: 5s # calm\n  of: group\nweb:\n  port: 9000\ncamera:\n  fps: 8\n',
    );
  });

  test('what is taken back leaves nothing behind', () => {
    const text = withChanges(pageText(join(folder, 'none')), { 'mood.hold': '5s' });
    expect(withChanges(text, { 'mood.hold': null })).not.toMatch(/^mood:/m);
    expect(withChanges('web.port: 9000\n', { 'web.port': 9001 })).toBe('web:\n  port: 9001\n');
  });

  test.each(['0123', '22:00-07:00', 'yes', '~', 'a: b', '# x', "it's", '  ', '&a', '12e3'])('the text %j comes back as it is', (text) => {
    const file = fileWith('text.yaml', withChanges('', { 'mqtt.password': text, 'mqtt.name': text }));
    expect(loadConfig({ env: {}, page: () => ({ file }) }).mqtt).toMatchObject({ password: text, name: text });
  });

  test('a file that is no YAML is given up', () =>
    expect(withChanges('web: [', { 'web.port': 1 })).toMatch(/^# What.*\nweb:\n {2}port: 1\n$/s));
});

describe('writePageFile', () => {
  test('is written for this user alone, and the text before can be had back', async () => {
    const file = settingsFile(mkdtempSync(join(folder, 'state-')));
    expect(textBefore(file)).toBeUndefined();
    await writePageFile(file, 'web:\n  port: 1\n');
    await writePageFile(file, 'web:\n  port: 2\n');
    expect([readFileSync(file, 'utf8'), textBefore(file)]).toEqual(['web:\n  port: 2\n', 'web:\n  port: 1\n']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o640);
    await writePageFile(file, 'web:\n  port: 3\n');
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  test('a folder that cannot be written leaves what was there', async () => {
    const file = fileWith('kept.yaml', 'web:\n  port: 1\n');
    await expect(writePageFile(join(folder, 'missing', 'settings.yaml'), 'x')).rejects.toThrow('ENOENT');
    expect(existsSync(join(folder, 'missing'))).toBe(false);
    expect(readFileSync(file, 'utf8')).toContain('port: 1');
  });
});

describe('what was set on the page', () => {
  const base = fileWith('moodbox.yaml', 'camera:\n  fps: 5\n  idle_fps: 2\nmqtt:\n  password: 0123\n');
  const read = (text: string, env: NodeJS.ProcessEnv = {}) => readConfig({ file: base, env, page: () => ({ text }) });

  test('lies over the file and under the environment', () => {
    const { config } = read('camera:\n  fps: 8\n  idle_fps: 1\n', { MOODBOX_CAMERA_IDLE_FPS: '4' });
    expect(config?.camera).toMatchObject({ fps: 8, idle_fps: 4 });
    expect(config?.mqtt.password).toBe('0123');
  });

  test('mends a wrong value of the file', () => {
    const wrong = fileWith('wrong.yaml', 'camera:\n  fps: fast\nmood:\n  hold: 3\n');
    expect(() => loadConfig({ file: wrong, env: {} })).toThrow(ConfigError);
    const text = 'camera: { fps: 8 }\nmood: { hold: 3s }\n';
    expect(loadConfig({ file: wrong, env: {}, page: () => ({ text }) })).toMatchObject({ camera: { fps: 8 }, mood: { hold: 3000 } });
  });

  test.each([
    ['player: { mpv: /tmp/evil }', /^player\.mpv: can only be set in the configuration file/],
    ['player: { output: "alsa/file:|touch /tmp/x" }', /^player\.output: must be one of the outputs/],
    ['music.ytdlp: /tmp/evil', /^music\.ytdlp: can only be set/],
    ['camera: { source: /etc/shadow }', /^camera\.source: must be auto/],
  ])('never names a program, whoever wrote %s into it', (text, problem) => {
    const { config, problems, values } = read(text);
    expect(config).toBeUndefined();
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(JSON.stringify(values)).not.toMatch(/evil|touch|shadow/);
  });

  test('is found by the folder for the state, which the file names and the page cannot', () => {
    const file = fileWith('state.yaml', 'state:\n  dir: /somewhere\n');
    const asked: string[] = [];
    readConfig({
      file,
      env: {},
      page: ({ dir }) => {
        asked.push(dir);
        return { text: '' };
      },
    });
    expect(asked).toEqual(['/somewhere']);
  });

  test('is no problem while there is none', () =>
    expect(readConfig({ env: {}, page: () => ({ file: join(folder, 'nothing.yaml') }) }).problems).toEqual([]));
});
