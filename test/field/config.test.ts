import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { ConfigError, loadConfig } from '../../src/config/load.ts';
import { CONFIG_SLIPS } from '../fixtures/field/config/inputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-slips-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (yaml: string): string => {
  const file = join(folder, 'moodbox.yaml');
  writeFileSync(file, yaml);
  return file;
};

const ofFile = (sentence: string): string => sentence.replace('FILE', join(folder, 'moodbox.yaml'));

test.each(CONFIG_SLIPS)('$name', ({ yaml = '', env = {}, overrides = {}, says }) => {
  let problems: readonly string[] = [];
  try {
    loadConfig({ file: fileOf(yaml), env, overrides });
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    problems = err.problems;
  }
  expect([...problems].sort()).toEqual(says.map(ofFile).sort());
  expect(problems.join()).not.toMatch(/s3cret|hunter2/);
});

test.each(CONFIG_SLIPS.filter(({ overrides }) => overrides === undefined))(
  '$name: moodbox config ends with 78, or prints it',
  async (slip) => {
    const err: string[] = [];
    const io = { out: () => undefined, err: (line: string) => err.push(line), env: { ...slip.env }, signal: new AbortController().signal };
    expect(await main(['config', '--config', fileOf(slip.yaml ?? '')], io)).toBe(slip.says.length > 0 ? 78 : 0);
    expect(err.sort()).toEqual(slip.says.map((each) => `moodbox: ${ofFile(each)}`).sort());
  },
);

test.each(['music: { day: &x [*x] }', 'mood: &x { hold: *x }', 'web: { host: &x { a: [*x] } }'])(
  'a part that contains itself: %s',
  async (yaml) => {
    const err: string[] = [];
    const file = fileOf(yaml);
    const io = {
      out: () => undefined,
      err: (line: string) => err.push(line),
      env: { MOODBOX_HOLDS: '1' },
      signal: new AbortController().signal,
    };
    expect(await main(['config', '--config', file], io)).toBe(78);
    expect(err).toEqual([
      `moodbox: ${file}: has a part that contains itself, by an anchor (&) and an alias (*)`,
      'moodbox: MOODBOX_HOLDS: unknown key',
    ]);
  },
);
