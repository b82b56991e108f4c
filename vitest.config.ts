import { defineConfig } from 'vitest/config';

/** Folders whose tests start the built command; they need dist. */
const PROCESS_TESTS = ['test/action/**/*.test.ts', 'test/cli/**/*.test.ts', 'test/packaging/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        // Properties run some hundred cases; on a loaded machine that takes longer than the runner's usual 5 s.
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: PROCESS_TESTS, testTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'process', include: PROCESS_TESTS, globalSetup: 'test/build-once.ts', testTimeout: 60_000, hookTimeout: 120_000 },
      },
    ],
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
  },
});
