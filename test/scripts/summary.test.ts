import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../assets.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-summary-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ran = { readonly report: string; readonly status: number };

/** Runs the real vitest over these files, as scripts/test does. */
function vitestOver(files: Readonly<Record<string, string>>): Ran {
  const suite = mkdtempSync(join(folder, 'suite-'));
  const report = join(suite, 'report.json');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(suite, name), text);
  const flags = ['run', '--globals', '--root', suite, '--reporter=json', `--outputFile.json=${report}`];
  const run = spawnSync(join(root, 'node_modules/.bin/vitest'), flags, { stdio: 'ignore', cwd: suite });
  return { report, status: run.status ?? 1 };
}

/** What the summary makes of that. */
function summaryOf(files: Readonly<Record<string, string>>, failedChecks = 0): Summary {
  const { report, status } = vitestOver(files);
  return summary(report, status, failedChecks);
}

type Summary = { readonly line: string; readonly status: number | null; readonly said: string };

function summary(report: string, vitestStatus: number, failedChecks: number, ...beside: readonly string[]): Summary {
  const args = [join(root, 'scripts/lib/summary.mjs'), report, String(vitestStatus), String(failedChecks), ...beside];
  const { stderr, stdout, status } = spawnSync('node', args, { encoding: 'utf8' });
  return { line: stdout, status, said: stderr };
}

const GOOD = "test('adds', () => expect(1 + 1).toBe(2)); test.runIf(false)('elsewhere', () => undefined);";

test('what passed and what was skipped', () =>
  expect(summaryOf({ 'a.test.js': GOOD }, 0)).toMatchObject({ line: '1 passed, 0 failed, 1 skipped\n', status: 0 }));

test('a failed test and a file that cannot be loaded both count', () => {
  const files = { 'a.test.js': GOOD, 'b.test.js': "test('adds', () => expect(1 + 1).toBe(3));", 'c.test.js': "import './missing.js';" };
  expect(summaryOf(files)).toMatchObject({ line: '1 passed, 2 failed, 1 skipped\n', status: 1 });
});

test('a rejection that nobody caught fails the run, though every test passed', () => {
  const stray =
    "test('fine', async () => { void Promise.reject(new Error('stray')); await new Promise((done) => setTimeout(done, 50)); });";
  expect(summaryOf({ 'a.test.js': stray })).toMatchObject({ line: '1 passed, 1 failed, 0 skipped\n', status: 1 });
});

test('a file whose process dies is named, and counts', () => {
  const dying =
    "test('first', () => undefined); test('dies', () => { process.kill(process.pid, 'SIGKILL'); return new Promise(() => undefined); });";
  const { line, said, status } = summaryOf({ 'a.test.js': GOOD, 'b.test.js': dying });
  expect({ line, status }).toEqual({ line: expect.stringMatching(/^\d+ passed, 1 failed, 1 skipped\n$/), status: 1 });
  expect(said).toMatch(/b\.test\.js: \d+ tests never finished/);
});

test('a failed check before the tests is not forgotten', () =>
  expect(summaryOf({ 'a.test.js': GOOD }, 2)).toMatchObject({ line: '1 passed, 2 failed, 1 skipped\n', status: 1 }));

describe('the trial of the package, which counts itself,', () => {
  let ran: Ran;
  beforeAll(() => {
    ran = vitestOver({ 'a.test.js': GOOD });
  });
  const withTrial = (line: string) => summary(ran.report, ran.status, 0, line);

  test('is added up', () => {
    expect(withTrial('25 passed, 0 failed, 0 skipped')).toMatchObject({ line: '26 passed, 0 failed, 1 skipped\n', status: 0 });
    expect(withTrial('20 passed, 5 failed, 0 skipped')).toMatchObject({ line: '21 passed, 5 failed, 1 skipped\n', status: 1 });
    expect(withTrial('0 passed, 0 failed, 1 skipped')).toMatchObject({ line: '1 passed, 0 failed, 2 skipped\n', status: 0 });
  });

  test('has failed if it ends without a count', () =>
    expect(withTrial('try-package: the machine does not boot')).toMatchObject({ line: '1 passed, 1 failed, 1 skipped\n', status: 1 }));
});

test('no report, because vitest was stopped: failed', () =>
  expect(summary(join(folder, 'none.json'), 124, 0)).toMatchObject({ line: '0 passed, 1 failed, 0 skipped\n', status: 1 }));

test('no tests at all: failed', () => expect(summaryOf({})).toMatchObject({ line: '0 passed, 1 failed, 0 skipped\n', status: 1 }));

test('the lockfile is one that npm 9.2 and npm 11 both install from', () =>
  expect(execFileSync('node', ['scripts/lib/lock.mjs', '--check'], { cwd: root, encoding: 'utf8' })).toBe(''));

test('a lockfile with a git address and with packages of foreign platforms is mended, once', () => {
  const place = mkdtempSync(join(folder, 'lock-'));
  writeFileSync(join(place, 'package.json'), JSON.stringify({ overrides: { clip: { feat: '0.0.8' } } }));
  const packages = {
    '': { dependencies: { clip: '^1' } },
    'node_modules/clip': { version: '1.0.0', dependencies: { feat: 'git+https://example.org/feat' } },
    'node_modules/feat': { version: '0.0.8' },
    'node_modules/tool': { version: '2.0.0', optionalDependencies: { 'tool-linux': '2.0.0', 'tool-mac': '2.0.0' } },
    'node_modules/tool/node_modules/tool-linux': { version: '2.0.0', optional: true },
  };
  writeFileSync(join(place, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
  const mend = (...flags: string[]) => spawnSync('node', [join(root, 'scripts/lib/lock.mjs'), ...flags], { cwd: place, encoding: 'utf8' });
  expect(mend('--check').status).toBe(1);
  expect(mend().stdout.trim().split('\n')).toHaveLength(2);
  expect(mend('--check')).toMatchObject({ status: 0, stdout: '' });
});
