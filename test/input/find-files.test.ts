import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesIn, filesLike } from '../../src/input/find-files.js';
import { newFolder } from './files.js';

/** A folder with these files in it. */
function folderOf(...paths: readonly string[]): string {
  const folder = newFolder();
  for (const path of paths) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), 'x');
  }
  return folder;
}

const below = (folder: string, paths: readonly string[]) => paths.map((path) => path.slice(folder.length + 1));

describe('a folder', () => {
  test('gives its files and those below, by code units, whatever the order on disk', () => {
    const folder = folderOf('b.jtl', 'a/z.jtl', 'a.jtl', 'B.jtl', 'ä.jtl', 'a/b/c.jtl', 'a-b.jtl');
    expect(below(folder, filesIn(folder).files)).toEqual(['B.jtl', 'a-b.jtl', 'a.jtl', 'a/b/c.jtl', 'a/z.jtl', 'b.jtl', 'ä.jtl']);
  });

  test('keeps the way it was named', () => {
    const folder = folderOf('a.jtl');
    expect(filesIn(`${folder}/`).files).toEqual([`${folder}/a.jtl`]);
  });

  test('passes over names with a dot', () => {
    const folder = folderOf('.hidden', '.git/config', 'a.jtl', 'a/.b');
    expect(filesIn(folder)).toEqual({ files: [join(folder, 'a.jtl')], skipped: [] });
  });

  test('follows links to files, never to folders, and says what else there is', async () => {
    const folder = folderOf('a.jtl', 'sub/b.jtl');
    const elsewhere = folderOf('c.jtl');
    symlinkSync(join(elsewhere, 'c.jtl'), join(folder, 'c.jtl'));
    symlinkSync(folder, join(folder, 'sub/loop'));
    symlinkSync('nowhere', join(folder, 'broken'));
    symlinkSync('self', join(folder, 'self'));
    spawnSync('mkfifo', [join(folder, 'pipe')]);
    const server = createServer().listen(join(folder, 'socket'));
    await new Promise((resolve) => server.on('listening', resolve));
    const { files, skipped } = filesIn(folder);
    server.close();
    expect(below(folder, files)).toEqual(['a.jtl', 'c.jtl', 'sub/b.jtl']);
    expect(skipped.map(({ path, what }) => [path.slice(folder.length + 1), what])).toEqual([
      ['broken', 'a link that leads nowhere'],
      ['pipe', 'a named pipe'],
      ['self', 'a link that leads nowhere'],
      ['socket', 'a socket'],
      ['sub/loop', 'a link to a folder'],
    ]);
  });

  test('is looked into 16 folders deep, and says so', () => {
    const deep = (depth: number) => Array.from({ length: depth }, () => 'd').join('/');
    const folder = folderOf(`${deep(15)}/seen.jtl`, `${deep(16)}/unseen.jtl`);
    const { files, skipped } = filesIn(folder);
    expect(below(folder, files)).toEqual([`${deep(15)}/seen.jtl`]);
    expect(skipped).toMatchObject([{ path: join(folder, deep(16)), what: expect.stringContaining('more than 16 folders deep') }]);
  });

  test('with more than a thousand files is refused, not read in part', () => {
    const folder = folderOf(...Array.from({ length: 1001 }, (_, i) => `${i}.jtl`));
    expect(() => filesIn(folder)).toThrow(/means more than 1,000 files/);
    expect(() => filesLike(`${folder}/*`)).toThrow(/means more than 1,000 files/);
  });
});

describe('a pattern', () => {
  const tree = () => folderOf('a.jtl', 'b.csv', 'x/a.jtl', 'x/y/a.jtl', 'x/y/c.jtl.gz', 'x/.z/a.jtl', '.a.jtl', 'x y/[1].jtl');
  test.each([
    ['*.jtl', ['a.jtl']],
    ['*', ['a.jtl', 'b.csv']],
    ['**/*.jtl', ['a.jtl', 'x y/[1].jtl', 'x/a.jtl', 'x/y/a.jtl']],
    ['**', ['a.jtl', 'b.csv', 'x y/[1].jtl', 'x/a.jtl', 'x/y/a.jtl', 'x/y/c.jtl.gz']],
    ['x/**/a.jtl', ['x/a.jtl', 'x/y/a.jtl']],
    ['**/**/a.jtl', ['a.jtl', 'x/a.jtl', 'x/y/a.jtl']],
    ['x/*/a.jtl', ['x/y/a.jtl']],
    ['{a.jtl,x/*/*.{gz,zst}}', ['a.jtl', 'x/y/c.jtl.gz']],
    ['.*', ['.a.jtl']],
    ['x/.*/*', ['x/.z/a.jtl']],
    ['x y/[[]1].jtl', ['x y/[1].jtl']],
    ['x//a.*', ['x/a.jtl']],
    ['no/*.jtl', []],
    ['a.jtl/*', []],
    ['x', []],
  ])('%s', (pattern, expected) => {
    const folder = tree();
    expect(below(folder, filesLike(`${folder}/${pattern}`))).toEqual(expected);
  });

  test('goes through no link to a folder by itself, so that loops end', () => {
    const folder = tree();
    symlinkSync(folder, join(folder, 'x/loop'));
    expect(below(folder, filesLike(`${folder}/**/a.jtl`))).toEqual(['a.jtl', 'x/a.jtl', 'x/y/a.jtl']);
    expect(below(folder, filesLike(`${folder}/x/loop/a.*`))).toEqual(['x/loop/a.jtl']);
  });
});
