import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PendingFile, removeTemporaries, writeFiles } from '../../src/output/write-files.js';
import { newFolder } from '../input/files.js';

const noDevFull = !existsSync('/dev/full');

test('files are written, and nothing else is left', async () => {
  const folder = newFolder();
  await writeFiles([
    { path: join(folder, 'a.md'), content: 'text ü' },
    { path: join(folder, 'b.bin'), content: Uint8Array.of(0, 255) },
  ]);
  expect(readdirSync(folder)).toEqual(['a.md', 'b.bin']);
  expect(readFileSync(join(folder, 'a.md'), 'utf8')).toBe('text ü');
  expect([...readFileSync(join(folder, 'b.bin'))]).toEqual([0, 255]);
});

test('folders are made first', async () => {
  const folder = join(newFolder(), 'deep', 'er');
  await writeFiles([{ path: join(folder, 'a.md'), content: 'x' }], [`${folder}/`]);
  expect(readdirSync(folder)).toEqual(['a.md']);
});

test('a file that is there is replaced, keeping its permissions', async () => {
  const path = join(newFolder(), 'a.md');
  writeFileSync(path, 'old and longer');
  chmodSync(path, 0o640);
  await writeFiles([{ path, content: 'new' }]);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

test('a symbolic link stays one, and its file is replaced', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'real'));
  writeFileSync(join(folder, 'real', 'a.md'), 'old');
  symlinkSync(join('real', 'a.md'), join(folder, 'link.md'));
  await writeFiles([{ path: join(folder, 'link.md'), content: 'new' }]);
  expect(lstatSync(join(folder, 'link.md')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real', 'a.md'), 'utf8')).toBe('new');
  expect(readdirSync(join(folder, 'real'))).toEqual(['a.md']);
});

test.skipIf(noDevFull)('on a full disk none of several is written, and what was there stays', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'a.md'), 'old');
  symlinkSync('/dev/full', join(folder, 'full.json'));
  const writing = writeFiles(
    [
      { path: join(folder, 'a.md'), content: 'new' },
      { path: join(folder, 'full.json'), content: 'x'.repeat(100_000) },
      { path: join(folder, 'c.md'), content: 'new' },
    ],
    [join(folder, 'made/too/')],
  );
  await expect(writing).rejects.toMatchObject({
    code: 'output',
    message: `${join(folder, 'full.json')} cannot be written: the disk is full.`,
  });
  expect(readdirSync(folder).sort()).toEqual(['a.md', 'full.json']);
  expect(readFileSync(join(folder, 'a.md'), 'utf8')).toBe('old');
});

test('a folder that is missing is named', async () => {
  const path = join(newFolder(), 'no', 'a.md');
  await expect(writeFiles([{ path, content: '' }])).rejects.toMatchObject({
    code: 'output',
    message: `${path} cannot be written: its folder does not exist.`,
  });
});

test('a file in work is under another name until it is published', async () => {
  const folder = newFolder();
  const path = join(folder, 'a.csv');
  const file = await PendingFile.open(path);
  await file.write('one\n');
  await file.write('two\n');
  expect(existsSync(path)).toBe(false);
  await file.flush();
  await file.publish();
  await file.discard();
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  expect(readdirSync(folder)).toEqual(['a.csv']);
});

test('what is in work can be removed at once', async () => {
  const folder = newFolder();
  const file = await PendingFile.open(join(folder, 'a.csv'));
  await file.write('one\n');
  expect(readdirSync(folder)).toHaveLength(1);
  removeTemporaries();
  expect(readdirSync(folder)).toEqual([]);
  await file.discard();
});
