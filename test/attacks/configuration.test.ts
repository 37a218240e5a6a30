import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../assets.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/**
 * A local user (or whoever can write to the state folder) gives root a configuration that names a program.
 * Before: `moodbox doctor` in a foreign folder ran that folder's program as root, every time. After: never.
 */
describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('a configuration that somebody else wrote', { timeout: 60_000 }, () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const ran = (): boolean => existsSync(at('ran'));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-foreign-'));
    mkdirSync(at('config'));
    writeFileSync(at('mpv'), `#!/bin/sh\ntouch '${at('ran')}'\necho mpv 0.35.1\n`, { mode: 0o755 });
    write('config/moodbox.yaml');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string): void => writeFileSync(at(name), `player:\n  mpv: ${at('mpv')}\n`);
  const moodbox = (args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = folder) =>
    spawnSync(join(root, 'bin/moodbox'), args, { cwd, encoding: 'utf8', env: { ...process.env, ...env } });

  test.each(['doctor', 'config'])('is not read from the current folder by `moodbox %s`', (command) => {
    const { stdout } = moodbox([command]);
    expect([stdout.includes(folder), ran()]).toEqual([false, false]);
  });

  test('is read if it is named, belongs to the caller, and is theirs alone to change', () => {
    expect(moodbox(['config', '--config', at('config/moodbox.yaml')]).stdout).toContain(`mpv: ${at('mpv')}`);
    expect(moodbox(['config'], { MOODBOX_CONFIG: at('config/moodbox.yaml') }).stdout).toContain(`mpv: ${at('mpv')}`);
  });

  test.each([
    [
      'the file may be changed by everybody',
      () => chmodSync(at('config/moodbox.yaml'), 0o666),
      /everybody may change .*moodbox\.yaml: 'sudo chmod o-w/,
    ],
    ['its folder may be changed by everybody', () => chmodSync(at('config'), 0o777), /everybody may change .*config: 'sudo chmod o-w/],
    [
      'the program may be changed by everybody',
      () => chmodSync(at('mpv'), 0o777),
      /player\.mpv: everybody may change .*mpv: 'sudo chmod o-w/,
    ],
  ])('is refused where %s', (_, spoil, sentence) => {
    spoil();
    const { status, stderr } = moodbox(['doctor', '--config', at('config/moodbox.yaml')]);
    expect({ status, stderr, ran: ran() }).toEqual({ status: 78, stderr: expect.stringMatching(sentence), ran: false });
  });

  test.runIf(isRoot).each([
    [
      'the file belongs to another user',
      () => chownSync(at('config/moodbox.yaml'), NOBODY, NOBODY),
      /moodbox\.yaml belongs to another user \(uid 65534\)/,
    ],
    ['its folder belongs to another user', () => chownSync(at('config'), NOBODY, NOBODY), /config belongs to another user/],
    ['the program belongs to another user', () => chownSync(at('mpv'), NOBODY, NOBODY), /player\.mpv: .*mpv belongs to another user/],
    [
      'a link on the way belongs to another user',
      () => {
        symlinkSync(at('mpv'), at('link'));
        spawnSync('chown', ['-h', `${NOBODY}`, at('link')]);
        writeFileSync(at('config/moodbox.yaml'), `player:\n  mpv: ${at('link')}\n`);
      },
      /player\.mpv: .*link belongs to another user/,
    ],
  ])('is refused where %s', (_, spoil, sentence) => {
    spoil();
    const { status, stderr } = moodbox(['doctor', '--config', at('config/moodbox.yaml')]);
    expect({ status, stderr, ran: ran() }).toEqual({ status: 78, stderr: expect.stringMatching(sentence), ran: false });
  });

  test.each([
    ['music.mapping', 'MOODBOX_MUSIC_MAPPING'],
    ['mqtt.password_file', 'MOODBOX_MQTT_PASSWORD_FILE'],
    ['mqtt.ca', 'MOODBOX_MQTT_CA'],
    ['inference.cascade', 'MOODBOX_INFERENCE_CASCADE'],
    ['inference.models', 'MOODBOX_INFERENCE_MODELS'],
    ['camera.ca', 'MOODBOX_CAMERA_CA'],
  ])('nor is the file of %s, which everybody may change', (key, variable) => {
    writeFileSync(at('file'), 'x');
    chmodSync(at('file'), 0o666);
    expect(moodbox(['config'], { [variable]: at('file') }, '/').stderr).toContain(`${key}: everybody may change ${at('file')}`);
  });

  test('shows no secret when it is printed, wherever people have put one', () => {
    const address = (scheme: string): string => `${scheme}://user:s3cret-a@127.0.0.1:81/s3cret-b/x?token=s3cret-c&key=s3cret-d`;
    const sections = {
      camera: { sources: [{ front: address('http') }, { name: 'back', source: address('rtsp') }] },
      music: { ytdlp_updates: 'https://user:s3cret-e@127.0.0.1/s3cret-f' },
      mqtt: { url: 'mqtts://user:s3cret-g@127.0.0.1', username: 'house', password: 's3cret-h', client_id: 'password=s3cret-i' },
      presence: { topic: 'token=s3cret-j' },
      player: { output: 'pcm:/tmp/x?token=s3cret-k' },
    };
    writeFileSync(at('config/moodbox.yaml'), JSON.stringify(sections));
    const { status, stdout, stderr } = moodbox(['config', '--config', at('config/moodbox.yaml')]);
    expect([status, stderr, /s3cret/.exec(stdout)?.input]).toEqual([0, '', undefined]);
    expect(stdout).toContain('http://127.0.0.1:81');
  });

  test.runIf(isRoot)("root does not run the service's own copy of yt-dlp", () => {
    mkdirSync(at('state/ytdlp/2026.11.20'), { recursive: true });
    writeFileSync(at('state/ytdlp/2026.11.20/yt-dlp'), `#!/bin/sh\ntouch '${at('ran')}'\necho 2026.11.20\n`, { mode: 0o755 });
    symlinkSync('2026.11.20', at('state/ytdlp/current'));
    const examine = (): void =>
      void moodbox(
        ['doctor'],
        { MOODBOX_STATE_DIR: at('state'), MOODBOX_MUSIC_ORDER: 'youtube,loops', MOODBOX_MUSIC_YTDLP_SOCKET: '' },
        '/',
      );
    examine();
    expect(ran()).toBe(true); // It is root's own so far.
    rmSync(at('ran'));
    spawnSync('chown', ['-R', `${NOBODY}`, at('state')]);
    examine();
    expect(ran()).toBe(false);
  });
});
