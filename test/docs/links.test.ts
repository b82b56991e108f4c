import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchors, markdownFiles, prose, ROOT, textOf } from './markdown.js';

const files = markdownFiles();

describe('Markdown', () => {
  it.each(files)('%s links to what is there', (file) => {
    const broken = [...prose(textOf(file)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const to = path === '' ? file : normalize(join(dirname(file), path));
        if (to.startsWith('..') || !existsSync(join(ROOT, to))) return true;
        return anchor !== undefined && !anchors(textOf(to)).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  it('names no folder or host of the machine that it was written on', () => {
    const named = files.filter((file) => /\/work\/|\/home\/|\/root\/|localhost:\d/.test(textOf(file)));
    expect(named).toEqual([]);
  });

  it('closes its code blocks', () => {
    expect(files.filter((file) => (textOf(file).match(/^```/gm) ?? []).length % 2 !== 0)).toEqual([]);
  });

  it('leads to every page from the index', () => {
    const index = textOf('docs/README.md');
    const pages = files.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md');
    expect(pages.filter((page) => !index.includes(`(${page.slice('docs/'.length)})`))).toEqual([]);
  });
});

describe('README', () => {
  it('has fewer than 150 lines', () => {
    expect(textOf('README.md').split('\n').length).toBeLessThan(150);
  });

  it('begins with the two commands, each on one line', () => {
    const [first, second] = [...textOf('README.md').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
    expect(first).toMatch(/^npm ci && npm run build && node dist\/cli\/main\.js analyze \S+ -o out\/\n$/);
    expect(second).toBe('npm ci && npm test\n');
    expect(textOf('README.md').indexOf('npm ci && npm test')).toBeLessThan(700);
  });
});
