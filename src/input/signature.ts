/** What the first bytes of a file say about how it is packed. Names say nothing: a `.jtl` may be gzip and a `.gz` may be text. */

import { HeimrError } from '../errors.js';

/** Bytes that {@link signatureOf} wants to see. */
export const SIGNATURE_LENGTH = 6;

/** How bytes are packed; `plain` = not at all, as far as their start shows. */
export type Signature = 'plain' | 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'zip' | 'utf-16';

const SIGNATURES: readonly { signature: Signature; bytes: readonly number[] }[] = [
  { signature: 'gzip', bytes: [0x1f, 0x8b] },
  { signature: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { signature: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { signature: 'bzip2', bytes: [0x42, 0x5a, 0x68] },
  { signature: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { signature: 'utf-16', bytes: [0xff, 0xfe] },
  { signature: 'utf-16', bytes: [0xfe, 0xff] },
];

/** What is to be done about bytes that this version cannot read. */
const REFUSALS: Partial<Record<Signature, { what: string; todo: string }>> = {
  zstd: {
    what: 'is packed with Zstandard, which a later version will read',
    todo: 'Unpack it first: zstd -d FILE (or: zstd -dc FILE | heimr analyze -).',
  },
  xz: { what: 'is packed with xz, which Heimr does not read', todo: 'Unpack it first: xz -dc FILE | heimr analyze -' },
  bzip2: { what: 'is packed with bzip2, which Heimr does not read', todo: 'Unpack it first: bzip2 -dc FILE | heimr analyze -' },
  zip: { what: 'is a zip archive, which Heimr does not read', todo: 'Unpack it first, and give the result file inside it.' },
  'utf-16': {
    what: 'is encoded as UTF-16, not UTF-8',
    todo: 'Convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE | heimr analyze -',
  },
};

/** @param head first bytes; fewer than {@link SIGNATURE_LENGTH} only if there are no more */
export function signatureOf(head: Uint8Array): Signature {
  const known = SIGNATURES.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte));
  return known?.signature ?? 'plain';
}

/**
 * @param name file name for the message, without control characters
 * @throws HeimrError `unreadable` where such bytes cannot be read
 */
export function refuseUnreadable(signature: Signature, name: string): void {
  const refusal = REFUSALS[signature];
  if (refusal) throw new HeimrError('unreadable', `${name} ${refusal.what}.`, refusal.todo);
}
