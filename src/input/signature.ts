/** What the first bytes of a file say about how it is packed. Names say nothing: a `.jtl` may be gzip and a `.gz` may be text. */

import { HeimrError } from '../errors.js';
import type { Compression } from '../model/input-file.js';

/** Bytes that {@link signatureOf} wants to see: the header of a tar archive. */
export const SIGNATURE_LENGTH = 512;

/** Packings that are undone. */
export type Packing = Exclude<Compression, 'none'>;
/** Their names, for people. */
export const PACKINGS: Readonly<Record<Packing, string>> = { gzip: 'gzip', zstd: 'Zstandard' };
/** How bytes are packed; `plain` = not at all, as far as their start shows. */
export type Signature = 'plain' | Packing | 'xz' | 'bzip2' | 'lz4' | 'zip' | '7z' | 'tar' | 'utf-16';

const SIGNATURES: readonly { signature: Signature; bytes: readonly number[] }[] = [
  { signature: 'gzip', bytes: [0x1f, 0x8b] },
  { signature: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { signature: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { signature: 'bzip2', bytes: [0x42, 0x5a, 0x68] },
  { signature: 'lz4', bytes: [0x04, 0x22, 0x4d, 0x18] },
  { signature: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { signature: '7z', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { signature: 'utf-16', bytes: [0xff, 0xfe] },
  { signature: 'utf-16', bytes: [0xfe, 0xff] },
];

const GIVE_INSIDE = 'and give the folder that it was unpacked into, or the result files in it.';

/** What is to be done about bytes that Heimr does not read. */
const REFUSALS: Partial<Record<Signature, { what: string; todo: string }>> = {
  xz: { what: 'is packed with xz, which Heimr does not read', todo: 'Unpack it first: xz -dc FILE | heimr analyze -' },
  bzip2: { what: 'is packed with bzip2, which Heimr does not read', todo: 'Unpack it first: bzip2 -dc FILE | heimr analyze -' },
  lz4: { what: 'is packed with LZ4, which Heimr does not read', todo: 'Unpack it first: lz4 -dc FILE | heimr analyze -' },
  zip: { what: 'is a zip archive, which Heimr does not look into', todo: `Unpack it first (unzip FILE), ${GIVE_INSIDE}` },
  '7z': { what: 'is a 7z archive, which Heimr does not look into', todo: `Unpack it first (7z x FILE), ${GIVE_INSIDE}` },
  tar: { what: 'is a tar archive, which Heimr does not look into', todo: `Unpack it first (tar -xf FILE), ${GIVE_INSIDE}` },
  'utf-16': {
    what: 'is encoded as UTF-16, not UTF-8',
    todo: 'Convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE | heimr analyze -',
  },
};

/** @param head first bytes; fewer than {@link SIGNATURE_LENGTH} only if there are no more */
export function signatureOf(head: Uint8Array): Signature {
  const known = SIGNATURES.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte));
  if (known) return known.signature;
  // Files packed on several threads, or with a table for seeking, begin with a frame that is to be skipped.
  if (((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18) return 'zstd';
  return isTar(head) ? 'tar' : 'plain';
}

/** The first header of a tar archive holds the sum of its own bytes, in octal; older archives have no other mark. */
function isTar(head: Uint8Array): boolean {
  if (head.length < SIGNATURE_LENGTH) return false;
  const written = /^ *([0-7]{4,7})[ \0]/.exec(String.fromCharCode(...head.subarray(148, 156)))?.[1];
  if (written === undefined) return false;
  const sum = head.subarray(0, 512).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  return sum === Number.parseInt(written, 8);
}

/**
 * @param name file name for the message, without control characters
 * @throws HeimrError `unreadable` where such bytes cannot be read
 */
export function refuseUnreadable(signature: Signature, name: string): void {
  const refusal = REFUSALS[signature];
  if (refusal) throw new HeimrError('unreadable', `${name} ${refusal.what}.`, refusal.todo);
}

/**
 * The same for bytes that were unpacked already.
 * @param outer how they were packed
 */
export function refuseUnreadableWithin(outer: Packing, signature: Signature, name: string): void {
  refuseUnreadable(signature, name);
  if (signature !== 'gzip' && signature !== 'zstd') return;
  throw new HeimrError(
    'unreadable',
    `${name} is packed twice: ${PACKINGS[signature]} within ${PACKINGS[outer]}.`,
    `Unpack it once: ${outer} -dc FILE | heimr analyze -`,
  );
}
