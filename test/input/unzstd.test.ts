import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../../src/input/open-files.js';
import { unzstd } from '../../src/input/unzstd.js';
import { bytesOf, newFile } from './files.js';
import { skippable, stored, xxHash64, zeros } from './zstd-frames.js';

/** The rows of the fixtures. */
const rows = (count: number) =>
  Buffer.from(Array.from({ length: count }, (_, i) => `${1_700_000_000_000 + i * 7},${(i * 7919) % 997},label ${i % 20},200\n`).join(''));
const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/zstd/1.5.4', name));

/** A frame that says that it needs dictionary 77. */
function withDictionary(): Buffer {
  const frame = stored(rows(5), { checksum: false });
  frame[4] = 1;
  return Buffer.concat([frame.subarray(0, 6), Buffer.of(77), frame.subarray(6)]);
}

async function read(content: Uint8Array, name = 'results.jtl.zst') {
  const [file] = await openFiles([newFile(content, name)]);
  return { file: file!, bytes: await bytesOf(file!), notices: file!.notices() };
}

describe('files of the zstd command', () => {
  test.each(['level-3.zst', 'level-22-no-check.zst', 'window-128-mib.zst', 'threads.zst'])(
    '%s is unpacked, whatever its name',
    async (name) => {
      const { file, bytes, notices } = await read(fixture(name), 'results.jtl');
      expect(file.compression).toBe('zstd');
      expect(bytes.equals(rows(2000))).toBe(true);
      expect(file.consumed()).toBe(fixture(name).length);
      expect(notices).toEqual([]);
    },
  );

  test.each([1, 7, 1000])('chunks of %i bytes make no difference', async (size) => {
    const packed = Buffer.concat([fixture('threads.zst'), fixture('level-3.zst')]);
    async function* chunks() {
      const buffer = Buffer.alloc(size);
      for (let at = 0; at < packed.length; at += size) {
        buffer.fill(0xaa);
        yield buffer.subarray(0, packed.copy(buffer, 0, at, at + size));
      }
    }
    const parts: Uint8Array[] = [];
    for await (const part of unzstd({ name: 'x', bytes: chunks() }, () => expect.unreachable())) parts.push(part.slice());
    expect(Buffer.concat(parts).equals(Buffer.concat([rows(2000), rows(2000)]))).toBe(true);
  });

  test.each([
    ['window-2-gib.zst', 'window of more than 128 MiB', '--long=31'],
    ['a frame with the id of a dictionary', 'packed with a dictionary', '-D DICTIONARY'],
  ])('%s is refused, with the way out', async (name, what, way) => {
    const [file] = await openFiles([newFile(name.endsWith('.zst') ? fixture(name) : withDictionary())]);
    await expect(bytesOf(file!)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining(what),
      hint: expect.stringContaining(way),
    });
  });

  test('frames made by hand are sound: the checksum is the command’s', () => {
    expect(xxHash64(rows(2000)) & 0xffffffffn).toBe(BigInt(fixture('level-3.zst').readUInt32LE(fixture('level-3.zst').length - 4)));
  });
});

test('frames one after the other, with others to be skipped, are one file', async () => {
  const packed = Buffer.concat([
    skippable(Buffer.from('table of contents')),
    stored(rows(30_000)),
    stored(Buffer.alloc(0)),
    skippable(Buffer.alloc(100_000)),
    stored(rows(7), { checksum: false }),
    skippable(Buffer.alloc(0)),
  ]);
  const { file, bytes, notices } = await read(packed);
  expect(file.compression).toBe('zstd');
  expect(bytes.equals(Buffer.concat([rows(30_000), rows(7)]))).toBe(true);
  expect(notices).toEqual([]);
});

test('two files are unpacked side by side, while memory grows for the second', async () => {
  const [first, second] = await openFiles([newFile(fixture('level-3.zst')), newFile(fixture('window-128-mib.zst'))]);
  const walk = first!.chunks[Symbol.asyncIterator]();
  const chunk = (await walk.next()).value as Uint8Array;
  expect((await bytesOf(second!)).equals(rows(2000))).toBe(true);
  expect(chunk.length).toBeGreaterThan(0);
  expect(Buffer.from(chunk).equals(rows(2000).subarray(0, chunk.length))).toBe(true);
  await walk.return?.();
});

test.each([3000, 50_000])('a file cut after %i bytes gives every block before, and a notice', async (length) => {
  const content = randomBytes(60_000);
  const { bytes, notices } = await read(stored(content, { block: 1000 }).subarray(0, length));
  expect(bytes.equals(content.subarray(0, bytes.length))).toBe(true);
  expect(bytes.length).toBeGreaterThanOrEqual(Math.floor((length - 6) / 1003) * 1000);
  expect(notices).toMatchObject([{ id: 'zstd-cut', level: 'warning' }]);
});

test('a file cut in its checksum costs no byte, and leaves a notice', async () => {
  const { bytes, notices } = await read(fixture('level-3.zst').subarray(0, -2));
  expect(bytes.equals(rows(2000))).toBe(true);
  expect(notices).toMatchObject([{ id: 'zstd-cut' }]);
});

test('a wrong checksum costs no byte, and leaves a notice', async () => {
  const packed = fixture('level-3.zst');
  packed.writeUInt32LE(1, packed.length - 4);
  const { bytes, notices } = await read(packed);
  expect(bytes.equals(rows(2000))).toBe(true);
  expect(notices).toMatchObject([{ id: 'zstd-corrupt', level: 'warning', why: expect.stringContaining('Zstandard') }]);
});

test.each([
  ['text', Buffer.from('this is no frame')],
  ['zeros', Buffer.alloc(1000)],
])('%s after the end costs no byte, and leaves a notice', async (_name, garbage) => {
  const { bytes, notices } = await read(Buffer.concat([stored(rows(100)), garbage]));
  expect(bytes.equals(rows(100))).toBe(true);
  expect(notices).toMatchObject([{ id: 'zstd-corrupt' }]);
});

test('damage in the middle keeps what lies before it', async () => {
  const content = randomBytes(600_000);
  const packed = stored(content, { block: 100_000 });
  // The type of the fourth block: 3, which does not exist.
  packed[6 + 3 * 100_003] = (packed[6 + 3 * 100_003] as number) | 6;
  const { bytes, notices } = await read(packed);
  expect(bytes.equals(content.subarray(0, 300_000))).toBe(true);
  expect(notices).toMatchObject([{ id: 'zstd-corrupt' }]);
});

test.each([
  ['of nothing', stored(Buffer.alloc(0)), 'is empty'],
  ['with nothing but what is skipped', skippable(Buffer.alloc(9)), 'is empty'],
  ['cut in its header', fixture('level-3.zst').subarray(0, 5), 'ends early'],
  [
    'with a header that is wrong',
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x08, 0x20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    'no byte can be decoded',
  ],
  ['around gzip', stored(gzipSync(rows(5))), 'packed twice: gzip within Zstandard'],
  ['around Zstandard', stored(stored(rows(5))), 'packed twice: Zstandard within Zstandard'],
  ['around UTF-16', stored(Buffer.from('\ufefftimeStamp', 'utf16le')), 'UTF-16'],
])('Zstandard %s is unreadable', async (_name, packed, why) => {
  const [file] = await openFiles([newFile(packed)]);
  await expect(bytesOf(file!)).rejects.toMatchObject({ code: 'unreadable', message: expect.stringContaining(why) });
});

test('random damage ends in bytes and notices, or a clear error, and never in more than was packed', async () => {
  const packed = fixture('level-3.zst');
  for (let i = 0; i < 300; i++) {
    const broken = Buffer.from(packed);
    for (let n = 0; n <= i % 3; n++) broken[4 + ((i * 7919 + n * 104_729) % (packed.length - 4))]! ^= 1 << (i % 8);
    const outcome = await read(broken).catch((error: unknown) => error as { code: string });
    if ('code' in outcome) expect(outcome.code).toBe('unreadable');
    else if (!outcome.bytes.equals(rows(2000))) expect(outcome.notices).toMatchObject([{ level: 'warning' }]);
  }
});

test('a decompression bomb is stopped after 1 GiB, in bounded memory', { timeout: 60_000 }, async () => {
  const [file] = await openFiles([newFile(zeros(16_384))]);
  let length = 0;
  const before = process.memoryUsage().rss;
  const walk = async () => {
    for await (const chunk of file!.chunks) length += chunk.length;
  };
  await expect(walk()).rejects.toMatchObject({ code: 'unreadable', message: expect.stringContaining('bomb') });
  expect(length).toBeLessThan(1.01 * 2 ** 30);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
});

test('a small file may shrink as much as it likes', async () => {
  const { bytes, notices } = await read(zeros(100));
  expect(bytes.length).toBe(100 * 128 * 1024);
  expect(notices).toEqual([]);
});
