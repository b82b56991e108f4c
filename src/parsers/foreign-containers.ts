import type { ForeignSignature } from './foreign-signature.js';
import type { HeadView } from './foreign-view.js';
import { latin1, startsWith } from './foreign-view.js';

const UNPACK = 'Unpack it, and give the result file in it.';
const PACKED = 'Heimr unpacks gzip and Zstandard only.';
const NOT_UNPACKED = 'Bytes that are given to the library are not unpacked; the command and heimr/node do that by themselves.';
const EXPORT = "Give the load tool's own result file, such as JMeter's results.jtl in CSV.";
const DOCUMENT = 'It is a document for people; the figures in it cannot be read back.';

/** Byte order of UTF-16, by its mark or by text in which every other byte is zero. */
function utf16(view: HeadView): string | false {
  if (startsWith(view, '\xff\xfe')) return 'little-endian';
  if (startsWith(view, '\xfe\xff')) return 'big-endian';
  const sample = view.bytes.subarray(0, Math.min(view.bytes.length & ~1, 256));
  if (sample.length < 16) return false;
  const zeros = [0, 0];
  const printable = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at & 1]!++;
    if ((byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13) printable[at & 1]!++;
  });
  const half = sample.length / 2;
  if (zeros[1] === half && printable[0] === half) return 'little-endian';
  return zeros[0] === half && printable[1] === half && 'big-endian';
}

/** Kinds of files that tell nothing of a load tool. Asked last. */
export const containerSignatures: readonly ForeignSignature[] = [
  {
    id: 'xlsx',
    title: 'Excel workbook',
    test: (view) =>
      (startsWith(view, 'PK\x03\x04') && /PK\x03\x04[^]{26}(?:xl\/|\[Content_Types\]\.xml)/.test(latin1(view, 0, 4096))) ||
      (startsWith(view, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1') && 'old format'),
    why: 'This version reads text formats only.',
    hint: `Save the sheet with the single requests as CSV. ${EXPORT}`,
    general: true,
  },
  {
    id: 'zip',
    title: 'zip archive',
    test: (view) => startsWith(view, 'PK\x03\x04') || startsWith(view, 'PK\x05\x06'),
    why: PACKED,
    hint: UNPACK,
    general: true,
  },
  {
    id: 'gzip',
    title: 'gzip-compressed file',
    test: (view) => startsWith(view, '\x1f\x8b'),
    why: NOT_UNPACKED,
    hint: 'Unpack them first, or give the path of the file to analyzeFiles of heimr/node.',
    general: true,
  },
  {
    id: 'zstd',
    title: 'zstd-compressed file',
    test: (view) => startsWith(view, '\x28\xb5\x2f\xfd'),
    why: NOT_UNPACKED,
    hint: 'Unpack them first, or give the path of the file to analyzeFiles of heimr/node.',
    general: true,
  },
  {
    id: 'archive',
    title: 'packed file',
    test: (view) =>
      (/^BZh[1-9]1AY&SY/.test(latin1(view, 0, 10)) && 'bzip2') ||
      (startsWith(view, '\xfd7zXZ\x00') && 'xz') ||
      (startsWith(view, '7z\xbc\xaf\x27\x1c') && '7z') ||
      (startsWith(view, 'ustar', 257) && 'tar'),
    why: PACKED,
    hint: UNPACK,
    general: true,
  },
  {
    id: 'oha-sqlite',
    title: 'oha database (SQLite)',
    test: (view) => startsWith(view, 'SQLite format 3\x00') && /CREATE TABLE (?:IF NOT EXISTS )?["'`]?oha\b/i.test(view.text),
    why: 'It is a database file, and this version has no reader for it.',
    hint: 'The table oha has start, duration and status in seconds since the start of the run: export it as CSV, add the start of the run.',
    general: true,
  },
  {
    id: 'sqlite',
    title: 'SQLite database',
    test: (view) => startsWith(view, 'SQLite format 3\x00'),
    why: 'It is a database file, and this version reads text formats only.',
    hint: `Export the table of single requests as CSV. ${EXPORT}`,
    general: true,
  },
  {
    id: 'pdf',
    title: 'PDF document',
    test: (view) => startsWith(view, '%PDF-'),
    why: DOCUMENT,
    hint: EXPORT,
    general: true,
  },
  {
    id: 'picture',
    title: 'picture',
    test: (view) => (startsWith(view, '\x89PNG\r\n\x1a\n') && 'PNG') || (startsWith(view, '\xff\xd8\xff') && 'JPEG'),
    why: DOCUMENT,
    hint: EXPORT,
    general: true,
  },
  {
    id: 'html',
    title: 'HTML page',
    test: ({ html }) => html,
    why: 'It is a page for a browser: a report, or the login or error page of a server that the file was downloaded from.',
    hint: EXPORT,
    general: true,
  },
  {
    id: 'utf-16',
    title: 'text in UTF-16',
    test: utf16,
    why: 'This version reads UTF-8 only.',
    hint: 'Convert it: iconv -f UTF-16 -t UTF-8 FILE > results.csv. Windows PowerShell writes UTF-16 with >; use Out-File -Encoding utf8.',
    general: true,
  },
];
