import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MAIN, ROOT } from '../cli/command.js';
import { blocksOf, markdownFiles, textOf } from '../docs/markdown.js';
import { newFolder } from '../input/files.js';

const RESULTS = join(ROOT, 'examples/slow-dependency/results.jtl.gz');

describe('what examples and documentation show', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'examples/update.mjs'), '--check'], { encoding: 'utf8' });

  it('is what Heimr prints now', () => {
    expect({ status, differs: stdout.match(/^differs[\s\S]*$/m)?.[0] ?? '', stderr }).toEqual({ status: 0, differs: '', stderr: '' });
  });

  it('is checked without exception', () => {
    const kept = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /expected\/.*\.\w+$/.test(path),
    );
    const shown = markdownFiles().flatMap((file) => {
      const blocks = textOf(file).match(/^<!-- output of: /gm)?.length ?? 0;
      return blocks > 0 ? [`${file} (${blocks})`] : [];
    });
    const names = [...stdout.matchAll(/^(?:same|differs) +(.*?)(?:, line \d+)?$/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual([...kept.map((path) => `examples/${path}`), ...shown].sort());
    expect(shown.some((name) => name.startsWith('README.md'))).toBe(true);
  });

  it('begins in the README with the command whose output follows', () => {
    const [command = ''] = blocksOf('README.md', 'sh');
    const shown = /^<!-- output of: (.+) -->$/m.exec(textOf('README.md'))?.[1];
    expect(command.trim()).toBe(`npm ci && npm run build && ${shown}`);
  });
});

describe('code in the documentation', () => {
  const blocks = markdownFiles().flatMap((file) => blocksOf(file, 'js run').map((code, i) => [`${file} ${i + 1}`, code] as const));

  it('is there', () => {
    expect(new Set(blocks.map(([name]) => name.split(' ')[0])).size).toBeGreaterThan(3);
  });

  it.each(blocks)('runs: %s', (_name, code) => {
    const folder = newFolder();
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/heimr'), 'dir');
    copyFileSync(RESULTS, join(folder, 'results.jtl.gz'));
    writeFileSync(join(folder, 'results.jtl'), gunzipSync(readFileSync(RESULTS)));
    // Blocks that read analysis.json find one.
    const made = spawnSync(process.execPath, [MAIN, 'analyze', 'results.jtl', '-o', 'analysis.json'], { cwd: folder, encoding: 'utf8' });
    expect(made.status, made.stderr).toBe(0);
    writeFileSync(join(folder, 'block.mjs'), code);
    const { status, stderr } = spawnSync(process.execPath, ['block.mjs'], { cwd: folder, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
