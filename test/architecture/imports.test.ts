import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function cruise(folder: string) {
  const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { status, stdout } = spawnSync(process.execPath, [cruiser, '--config', '.dependency-cruiser.cjs', 'src'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout };
}

/** A small tree with the rules of this one. */
function cruiseTree(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-imports-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'node_modules']) symlinkSync(join(ROOT, name), join(folder, name));
    return cruise(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the sources keep the import rules', { timeout: 60_000 }, () => {
  const { status, stdout } = cruise(ROOT);
  expect(stdout).toContain('no dependency violations found');
  expect(status).toBe(0);
});

test.each([
  [
    'a pure folder that opens files',
    { 'src/kpi/totals.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n" },
    'pure-folders-have-no-edge',
  ],
  [
    'an upward import',
    { 'src/model/run.ts': "import { a } from '../kpi/a.js';\na();\n", 'src/kpi/a.ts': 'export const a = () => 1;\n' },
    'model-imports',
  ],
  [
    'a circle',
    {
      'src/stats/a.ts': "import { b } from './b.js';\nexport const a = b;\n",
      'src/stats/b.ts': "import { a } from './a.js';\nexport const b = () => a;\n",
    },
    'no-circles',
  ],
  [
    'the analyzer with an edge',
    { 'src/analyzer.ts': "import { a } from './input/a.js';\na();\n", 'src/input/a.ts': 'export const a = () => 1;\n' },
    'analyzer-imports-no-edge',
  ],
  [
    'somebody who imports the command',
    { 'src/node.ts': "import { a } from './cli/a.js';\na();\n", 'src/cli/a.ts': 'export const a = () => 1;\n' },
    'nobody-imports-the-command',
  ],
] as const)(
  'the rules see %s',
  (_title, files, rule) => {
    const { status, stdout } = cruiseTree(files);
    expect(stdout).toContain(`error ${rule}:`);
    expect(status).not.toBe(0);
  },
  60_000,
);
