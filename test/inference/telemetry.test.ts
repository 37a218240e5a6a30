import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));

/** Releases from 1.29 on report usage over the network and keep a device id; moodbox promises that nothing leaves the box. */
test.each(['x64', 'arm64'])('the installed %s runtime contains no address to report to', (arch) => {
  const library = readFileSync(join(folder, 'bin/napi-v6/linux', arch, 'libonnxruntime.so.1'));
  expect(library.length).toBeGreaterThan(10_000_000);
  expect(library.includes('events.data.microsoft.com')).toBe(false);
  expect(library.includes('Microsoft/DeveloperTools')).toBe(false);
});
