import { defineConfig } from 'tsdown';

/** Four entries: the pure library, the library with files, simulated runs for tests, and the command. What they share is split off; dependencies stay outside. */
export default defineConfig({
  entry: { index: 'src/index.ts', node: 'src/node.ts', testing: 'src/testing.ts', 'cli/main': 'src/cli/main.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  outDir: 'dist',
  clean: true,
  dts: { entry: ['src/index.ts', 'src/node.ts', 'src/testing.ts'] },
  sourcemap: false,
  fixedExtension: false,
});
