import { defineConfig } from 'tsdown';

/** Three entries: the pure library, the library with files, and the command. What they share is split off; dependencies stay outside. */
export default defineConfig({
  entry: { index: 'src/index.ts', node: 'src/node.ts', 'cli/main': 'src/cli/main.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  outDir: 'dist',
  clean: true,
  dts: { entry: ['src/index.ts', 'src/node.ts'] },
  sourcemap: false,
  fixedExtension: false,
});
