import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gunzip } from '../../src/input/gunzip.js';
import { openFiles } from '../../src/input/open-files.js';
import { bytesOf, newFile } from './files.js';

/** Rows that do not compress to nothing. */
const rows = (count: number) =>
  Buffer.from(Array.from({ length: count }, (_, i) => `${1_700_000_000_000 + i * 7},${(i * 7919) % 997},label ${i % 20},200\n`).join(''));

async function read(content: Uint8Array, name = 'results.jtl') {
  const [file] = await openFiles([newFile(content, name)]);
  return { file: file!, bytes: await bytesOf(file!), notices: file!.notices() };
}

test('gzip is seen by its bytes, whatever the name', async () => {
  const { file, bytes, notices } = await read(gzipSync(rows(50_000)));
  expect(file.compression).toBe('gzip');
  expect(bytes.equals(rows(50_000))).toBe(true);
  expect(notices).toEqual([]);
});

test('a plain file called .gz is plain', async () => {
  const { file, bytes } = await read(rows(10), 'results.jtl.gz');
  expect(file.compression).toBe('none');
  expect(bytes.equals(rows(10))).toBe(true);
});

test('members that were concatenated are one file', async () => {
  const { bytes, notices } = await read(Buffer.concat([gzipSync(rows(30_000)), gzipSync(''), gzipSync(rows(7)), gzipSync(rows(20_000))]));
  expect(bytes.equals(Buffer.concat([rows(30_000), rows(7), rows(20_000)]))).toBe(true);
  expect(notices).toEqual([]);
});

test('a member may end anywhere in what is read at once', async () => {
  const first = gzipSync(rows(100));
  const second = gzipSync(rows(50));
  for (let at = first.length - 12; at <= first.length + 12; at++) {
    const whole = Buffer.concat([first, second]);
    async function* bytes() {
      yield whole.subarray(0, at);
      yield whole.subarray(at);
    }
    const parts: Uint8Array[] = [];
    for await (const part of gunzip({ name: 'x', bytes: bytes() }, () => expect.unreachable())) parts.push(part);
    expect(Buffer.concat(parts).length, `cut at ${at}`).toBe(rows(100).length + rows(50).length);
  }
});

test('zeros after the end are padding', async () => {
  const { bytes, notices } = await read(Buffer.concat([gzipSync(rows(100)), Buffer.alloc(1000)]));
  expect(bytes.equals(rows(100))).toBe(true);
  expect(notices).toEqual([]);
});

test.each([300, 1000, 40_000])('a file cut after %i bytes gives what was decoded, and a notice', async (length) => {
  const packed = gzipSync(rows(50_000));
  const { bytes, notices } = await read(packed.subarray(0, length));
  expect(bytes.equals(rows(50_000).subarray(0, bytes.length))).toBe(true);
  expect(bytes.length).toBeGreaterThan(length);
  expect(notices).toMatchObject([{ id: 'gzip-cut', level: 'warning' }]);
});

test('a wrong checksum costs no byte, and leaves a notice', async () => {
  for (const count of [10, 80_000]) {
    const packed = gzipSync(rows(count));
    packed.writeUInt32LE(1, packed.length - 8);
    const { bytes, notices } = await read(packed);
    expect(bytes.equals(rows(count))).toBe(true);
    expect(notices).toMatchObject([{ id: 'gzip-corrupt', level: 'warning' }]);
  }
});

test('garbage after the end costs no byte, and leaves a notice', async () => {
  const { bytes, notices } = await read(Buffer.concat([gzipSync(rows(100)), Buffer.from('not gzip')]));
  expect(bytes.equals(rows(100))).toBe(true);
  expect(notices).toMatchObject([{ id: 'gzip-corrupt' }]);
});

test('damage in the middle keeps what lies before it', async () => {
  // Stored blocks: the damage (an invalid block type) is exactly where it was put.
  const noise = randomBytes(600_000);
  const packed = gzipSync(noise, { level: 0 });
  const second = 10 + 5 + packed.readUInt16LE(11);
  packed[second] = 0x07;
  const { bytes, notices } = await read(packed);
  expect(bytes.equals(noise.subarray(0, packed.readUInt16LE(11)))).toBe(true);
  expect(notices).toMatchObject([{ id: 'gzip-corrupt' }]);
});

test.each([
  ['of nothing', gzipSync(''), 'is empty'],
  ['cut in its header', gzipSync(rows(5)).subarray(0, 8), 'ends early'],
  ['cut before the first row', gzipSync(rows(5000)).subarray(0, 20), 'ends early'],
])('gzip %s is unreadable', async (_name, packed, why) => {
  const [file] = await openFiles([newFile(packed)]);
  await expect(bytesOf(file!)).rejects.toMatchObject({ code: 'unreadable', message: expect.stringContaining(why) });
});

test('what is packed twice is refused, with the way out', async () => {
  const [file] = await openFiles([newFile(gzipSync(gzipSync(rows(5))))]);
  await expect(bytesOf(file!)).rejects.toMatchObject({
    code: 'unreadable',
    message: expect.stringContaining('packed twice: gzip within gzip'),
    hint: expect.stringContaining('gzip -dc FILE | heimr analyze -'),
  });
});

test('UTF-16 inside gzip is refused', async () => {
  const [file] = await openFiles([newFile(gzipSync(Buffer.from('\ufefftimeStamp', 'utf16le')))]);
  await expect(bytesOf(file!)).rejects.toMatchObject({ code: 'unreadable', message: expect.stringContaining('UTF-16') });
});

test('a decompression bomb is stopped after 1 GiB, in bounded memory', { timeout: 60_000 }, async () => {
  const member = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  const [file] = await openFiles([newFile(Buffer.concat(Array.from({ length: 40 }, () => member)))]);
  let length = 0;
  const before = process.memoryUsage().rss;
  const walk = async () => {
    for await (const chunk of file!.chunks) length += chunk.length;
  };
  await expect(walk()).rejects.toMatchObject({ code: 'unreadable', message: expect.stringContaining('bomb') });
  expect(length).toBeLessThan(1.1 * 2 ** 30);
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
});
