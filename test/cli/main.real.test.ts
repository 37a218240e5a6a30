import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { root } from '../assets.ts';
import { call } from './call.ts';

describe('moodbox', () => {
  test('alone, it shows its commands and exits 2; with --help it exits 0', async () => {
    const alone = await call([]);
    const helped = await call(['--help']);
    expect(alone.status).toBe(2);
    expect(helped.status).toBe(0);
    expect(helped.out.join('\n')).toBe(alone.out.join('\n'));
    for (const name of ['run', 'perceive', 'evaluate', 'doctor', 'history', 'learn', 'venue', 'guest', 'config', 'bench'])
      expect(helped.out.join('\n')).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });

  test('says its version', async () => expect((await call(['--version'])).out.join()).toMatch(/^\d+\.\d+\.\d+$/));

  test.each(['run', 'perceive', 'evaluate', 'doctor', 'history', 'learn', 'venue', 'guest', 'config', 'bench'])(
    '%s --help shows how, whatever else is there',
    async (name) => {
      const { status, out } = await call([name, '--help', '--nonsense']);
      expect(status).toBe(0);
      expect(out.join('\n')).toMatch(new RegExp(`^usage: moodbox ${name}`));
    },
  );

  test.each([
    [['dance'], /there is no command 'dance'; the commands are run/],
    [['toString'], /no command 'toString'/],
    [['run', '--colour'], /moodbox run: Unknown option '--colour'.*--help/],
    [['run', '--config'], /--config/],
    [['run', 'clip.mp4'], /unexpected 'clip\.mp4'/],
    [['config', '--config'], /--config/],
    [['perceive'], /moodbox perceive: /],
    [['perceive', 'a.mp4', '--fps', 'fast'], /--fps/],
    [['perceive', 'a.mp4', '--fps', '0'], /--fps/],
    [['evaluate'], /moodbox evaluate: /],
    [['doctor', '--colour'], /moodbox doctor: /],
    [['bench', '--colour'], /moodbox bench: /],
    [['guest', 'start'], /moodbox guest: an argument is missing/],
    [['guest', 'dance', 'AirPlay'], /say start or stop/],
    [['guest', 'start', 'x'.repeat(41)], /40 characters/],
    [['guest', 'start', 'AirPlay', '--lease', 'soon'], /"lease"/],
  ])('%j is one clear line on stderr and exit 2', async (args, why) => {
    const { status, out, err } = await call(args);
    expect(status).toBe(2);
    expect(out).toEqual([]);
    expect(err.length).toBe(1);
    expect(err[0]).toMatch(why);
  });
});

describe('moodbox config', () => {
  const file = (text: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'moodbox-cli-')), 'moodbox.yaml');
    writeFileSync(path, text);
    return path;
  };

  test('prints what is in effect as YAML, secrets masked', async () => {
    const { status, out } = await call(['config', '--config', file('mqtt:\n  password: s3cret\n  id: cafe\n')]);
    expect(status).toBe(0);
    expect(parseYaml(out.join('\n'))).toMatchObject({ mqtt: { id: 'cafe', password: '********' }, camera: { fps: 10 } });
  });

  test('exits 78 with every mistake on a line of its own', async () => {
    const { status, out, err } = await call(['config', '--config', file('camera:\n  fbs: 5\nmood:\n  hold: soon\n')]);
    expect(status).toBe(78);
    expect(out).toEqual([]);
    expect(err.length).toBe(2);
  });
});

test('the built command answers by itself, from any folder', async () => {
  const { stdout } = await promisify(execFile)(join(root, 'bin/moodbox'), ['--version'], { cwd: tmpdir() });
  expect(stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});
