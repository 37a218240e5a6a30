import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

const CHAOS = 'test/chaos/**/*.test.ts';
/** Folders that are real as a whole. Elsewhere a real test is called `*.real.test.ts`. */
const REAL = ['test/{attacks,browser,deploy,fuzz,scripts,system,train}/**/*.test.ts', 'test/**/*.real.test.ts'];

/**
 * Three suites. quick (`npm test`): what is pure or runs on fakes, in under a minute. real (`npm run test:real`): what starts programs, opens sockets, looks at
 * whole clips or takes its time. chaos (`npm run test:chaos`): the built box while things are killed. `./scripts/test` runs all three.
 */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Long enough for a machine that is busy with other things: a limit ends what hangs, it measures nothing.
    expect: { poll: { timeout: 20_000 } },
    // Native handles (OpenCV, onnxruntime) and child processes want processes of their own, not worker threads.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // One suite after the other. The real one waits for more than half of its time, for music above all, so three files share two cores (which
    // are busy then: a fourth gained 3 %); the others compute, and a box that is killed while a browser starts would measure the browser.
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: [CHAOS, ...REAL],
          setupFiles: ['test/quick.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'real', include: REAL, testTimeout: 60_000, maxWorkers: 3, sequence: { groupOrder: 1 } } },
      { extends: true, test: { name: 'chaos', include: [CHAOS], sequence: { groupOrder: 2 } } },
    ],
  },
});
