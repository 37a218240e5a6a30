import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Native handles (OpenCV, onnxruntime) and child processes want processes of their own, not worker threads.
    pool: 'forks',
    maxWorkers: 2,
  },
});
