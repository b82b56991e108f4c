/** Zstandard frames by hand (RFC 8878), so that damage lies exactly where a test wants it. Blocks are stored or repeat one byte. */

const MASK = (1n << 64n) - 1n;
const P1: bigint = 0x9e3779b185ebca87n;
const P2: bigint = 0xc2b2ae3d27d4eb4fn;
const P3: bigint = 0x165667b19e3779f9n;
const P4: bigint = 0x85ebca77c2b2ae63n;
const P5: bigint = 0x27d4eb2f165667c5n;
const rotated = (x: bigint, bits: bigint) => ((x << bits) | (x >> (64n - bits))) & MASK;
const round = (lane: bigint, input: bigint) => (rotated((lane + input * P2) & MASK, 31n) * P1) & MASK;

/** xxHash-64 with seed 0, of which a frame's checksum is the lower half. */
export function xxHash64(bytes: Buffer): bigint {
  let at = 0;
  let hash = P5;
  if (bytes.length >= 32) {
    let [a, b, c, d] = [(P1 + P2) & MASK, P2, 0n, (MASK + 1n - P1) & MASK];
    for (; at + 32 <= bytes.length; at += 32) {
      a = round(a, bytes.readBigUInt64LE(at));
      b = round(b, bytes.readBigUInt64LE(at + 8));
      c = round(c, bytes.readBigUInt64LE(at + 16));
      d = round(d, bytes.readBigUInt64LE(at + 24));
    }
    hash = (rotated(a, 1n) + rotated(b, 7n) + rotated(c, 12n) + rotated(d, 18n)) & MASK;
    for (const lane of [a, b, c, d]) hash = ((hash ^ round(0n, lane)) * P1 + P4) & MASK;
  }
  hash = (hash + BigInt(bytes.length)) & MASK;
  for (; at + 8 <= bytes.length; at += 8) hash = (rotated(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * P1 + P4) & MASK;
  if (at + 4 <= bytes.length) {
    hash = (rotated(hash ^ ((BigInt(bytes.readUInt32LE(at)) * P1) & MASK), 23n) * P2 + P3) & MASK;
    at += 4;
  }
  for (; at < bytes.length; at++) hash = (rotated(hash ^ ((BigInt(bytes[at] as number) * P5) & MASK), 11n) * P1) & MASK;
  hash = ((hash ^ (hash >> 33n)) * P2) & MASK;
  hash = ((hash ^ (hash >> 29n)) * P3) & MASK;
  return hash ^ (hash >> 32n);
}

const BLOCK = 128 * 1024;
const blockHeader = (last: boolean, type: number, size: number) => {
  const header = Buffer.alloc(3);
  header.writeUIntLE((last ? 1 : 0) | (type << 1) | (size << 3), 0, 3);
  return header;
};
/** Magic number, descriptor (a checksum follows, or not), window of 2^log bytes. */
const frameHeader = (checksum: boolean, windowLog: number) =>
  Buffer.from([0x28, 0xb5, 0x2f, 0xfd, checksum ? 4 : 0, (windowLog - 10) << 3]);

/** A frame of stored blocks. */
export function stored(content: Buffer, { checksum = true, windowLog = 17, block = BLOCK } = {}): Buffer {
  const parts: Buffer[] = [frameHeader(checksum, windowLog)];
  for (let at = 0; at === 0 || at < content.length; at += block) {
    const part = content.subarray(at, at + block);
    parts.push(blockHeader(at + block >= content.length, 0, part.length), part);
  }
  if (checksum) {
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(Number(xxHash64(content) & 0xffffffffn));
    parts.push(sum);
  }
  return Buffer.concat(parts);
}

/** A frame of `blocks` blocks that are 128 KiB of zeros each, in 4 bytes. */
export function zeros(blocks: number): Buffer {
  const block = (last: boolean) => Buffer.concat([blockHeader(last, 1, BLOCK), Buffer.alloc(1)]);
  return Buffer.concat([frameHeader(false, 17), ...Array.from({ length: blocks - 1 }, () => block(false)), block(true)]);
}

/** A frame that is to be skipped. */
export function skippable(content: Buffer): Buffer {
  const header = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
}
