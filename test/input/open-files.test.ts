import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openFiles } from '../../src/input/open-files.js';
import { bytesOf, newFile, newFolder } from './files.js';
import { stored } from './zstd-frames.js';

const refusalOf = async (path: string) =>
  (await openFiles([path]).then(
    () => null,
    (error: unknown) => error,
  )) as { code: string; message: string; hint: string };

test('a file is read whole, in chunks, with its size', async () => {
  const content = Buffer.alloc(3_000_001, 'abcdefg\n');
  const [file] = await openFiles([newFile(content)]);
  expect(file).toMatchObject({ size: content.length, compression: 'none' });
  expect((await bytesOf(file!)).equals(content)).toBe(true);
  expect(file!.consumed()).toBe(content.length);
  expect(file!.notices()).toEqual([]);
});

test('files keep their order and their names', async () => {
  const paths = [newFile('one'), newFile('two')];
  const files = await openFiles(paths);
  expect(files.map((file) => file.name)).toEqual(paths);
  expect((await Promise.all(files.map(bytesOf))).map(String)).toEqual(['one', 'two']);
});

test.each([1, 2, 5])('a file of %i bytes is no special case', async (length) => {
  const [file] = await openFiles([newFile('x'.repeat(length))]);
  expect(String(await bytesOf(file!))).toBe('x'.repeat(length));
});

test('a file that does not exist is named', async () => {
  const path = join(newFolder(), 'no.jtl');
  expect(await refusalOf(path)).toMatchObject({ code: 'unreadable', message: `${path} does not exist.` });
});

test('one bad file among good ones is named before anything is read', async () => {
  const missing = join(newFolder(), 'no.jtl');
  await expect(openFiles([newFile('fine'), missing])).rejects.toMatchObject({
    code: 'unreadable',
    message: expect.stringContaining(missing),
  });
});

test('a folder is refused', async () => {
  const folder = newFolder();
  expect(await refusalOf(folder)).toMatchObject({ code: 'unreadable', message: `${folder} is a folder.` });
});

test('an empty file is refused with what to look at', async () => {
  const refusal = await refusalOf(newFile(''));
  expect(refusal).toMatchObject({ code: 'unreadable', message: expect.stringContaining('is empty') });
  expect(refusal.hint).toContain('load test');
});

test('a path through a file is refused', async () => {
  expect(await refusalOf(join(newFile('x'), 'below.jtl'))).toMatchObject({
    code: 'unreadable',
    message: expect.stringContaining('part of its path'),
  });
});

test.each([
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'xz -dc'],
  ['bzip2', [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41], 'bzip2 -dc'],
  ['LZ4', [0x04, 0x22, 0x4d, 0x18, 0x64, 0x40], 'lz4 -dc'],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], '7z x'],
  ['zip', [0x50, 0x4b, 0x03, 0x04, 0x14, 0x00], 'Unpack'],
  ['UTF-16', [0xff, 0xfe, 0x74, 0, 0x69, 0], 'UTF-8'],
  ['UTF-16', [0xfe, 0xff, 0, 0x74, 0, 0x69], 'UTF-8'],
])('%s is refused, with the way out', async (name, bytes, way) => {
  const refusal = await refusalOf(newFile(Uint8Array.from(bytes)));
  expect(refusal).toMatchObject({ code: 'unreadable', message: expect.stringContaining(name) });
  expect(refusal.hint).toContain(way);
});

/** The header of a tar archive, as of 1979 (without any mark) or with the mark of POSIX. */
function tar(mark: string): Buffer {
  const header = Buffer.alloc(1024);
  header.write('run/results.jtl', 0);
  header.write('0000644\0', 100);
  header.write('00000000012\0', 124);
  header.write(mark, 257);
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 8 * 0x20);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

test.each([
  ['', 'of 1979'],
  ['ustar\0', 'of POSIX'],
  ['ustar  ', 'of GNU'],
])('a tar archive is refused, packed or not (%j, %s)', async (mark) => {
  for (const bytes of [tar(mark), gzipSync(tar(mark)), stored(tar(mark))]) {
    const refusal = await openFiles([newFile(bytes)])
      .then(([file]) => bytesOf(file!))
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('is a tar archive'),
      hint: expect.stringContaining('tar -xf'),
    });
  }
});

test('a UTF-8 byte order mark is the business of the parser', async () => {
  const [file] = await openFiles([newFile('\ufeffabc')]);
  expect(String(await bytesOf(file!))).toBe('\ufeffabc');
});

test('control characters of a name are escaped, also in errors', async () => {
  const folder = newFolder();
  const path = join(folder, 'a\u001b[31m\nb.jtl');
  writeFileSync(path, 'x');
  const [file] = await openFiles([path]);
  expect(file!.name).toBe(`${folder}/a\\x1b[31m\\x0ab.jtl`);
  mkdirSync(join(folder, 'd\u0007'));
  expect((await refusalOf(join(folder, 'd\u0007'))).message).toBe(`${folder}/d\\x07 is a folder.`);
});

test('standard input can be given once only', async () => {
  await expect(openFiles(['-', '-'])).rejects.toMatchObject({ code: 'usage' });
});

test('a named pipe is read, from a writer that comes later', async () => {
  const pipe = join(newFolder(), 'pipe');
  const made = spawn('mkfifo', [pipe]);
  await new Promise((resolve) => made.on('close', resolve));
  const writer = spawn('bash', ['-c', `sleep 0.2; echo first > "$0"`, pipe]);
  const [file] = await openFiles([pipe]);
  expect(file).toMatchObject({ size: null });
  expect(String(await bytesOf(file!))).toBe('first\n');
  await new Promise((resolve) => (writer.exitCode === null ? writer.on('close', resolve) : resolve(null)));
});
