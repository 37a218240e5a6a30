import { expect, test } from 'vitest';
import { check, hasChecks } from './integration.ts';
import { rootsHere } from './root.ts';

/** The integration's own tests, and what checks its style and types, in a root with Home Assistant's fixtures. */
const LONG = { timeout: 900_000 };
const roots = rootsHere().filter(hasChecks);

test.skipIf(roots.length > 0)(
  'nothing to check the integration with is here (test/home-assistant/build-checks adds it): its tests in Python were NOT run',
  () => undefined,
);

test.runIf(roots.length > 0).each(roots)('the integration passes its own tests with $release', LONG, async (here) => {
  const { code, said } = await check(here, 'python', '-m', 'pytest', '-q', 'tests');
  process.stdout.write(`${said.trim().split('\n').at(-1)}\n`);
  expect(code, said).toBe(0);
});

/** mypy asks psutil for the processors, and psutil asks /proc, which the root has not mounted. */
const MYPY = 'import sys; sys.modules["psutil"] = None; from mypy.__main__ import console_entry; console_entry()';

test.runIf(roots.length > 0).each(roots)('the integration is clean for ruff and mypy with $release', LONG, async (here) => {
  for (const words of [
    ['ruff', 'check', '.'],
    ['ruff', 'format', '--check', '.'],
    ['python', '-c', MYPY, 'custom_components'],
  ]) {
    const { code, said } = await check(here, ...words);
    expect(code, said).toBe(0);
  }
});
