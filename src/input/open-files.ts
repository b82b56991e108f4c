/** Paths → inputs of the analyzer: opened, checked, decompressed. Every file is looked at before the first one is read. */

import { fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { HeimrError } from '../errors.js';
import type { Compression } from '../model/input-file.js';
import type { Notice } from '../model/notice.js';
import type { FileInput } from '../model/run-input.js';
import { type Damage, damageNotice } from './damage.js';
import type { Compressed } from './gunzip.js';
import { printable } from './printable.js';
import { peek, readHead, regularFileBytes, specialFileBytes } from './raw-bytes.js';
import { empty, isSystemError, undecodable, unreadable } from './refusals.js';
import { type Packing, refuseUnreadable, refuseUnreadableWithin, SIGNATURE_LENGTH, signatureOf } from './signature.js';

/** A file that can be read. Its chunks are valid only until the next one is asked for. */
export interface OpenedFile extends FileInput {
  /** Where it lies; `-` for standard input. */
  path: string;
  compression: Compression;
  notices: () => Notice[];
  /** Length on disk (bytes); null for pipes. */
  size: number | null;
  /** Bytes taken from disk so far. */
  consumed: () => number;
}

/**
 * Opens files for `analyze`.
 * @param paths files of one run; `-` is standard input
 * @throws HeimrError `unreadable`, naming the file, where one does not exist, is a folder, is empty or is packed in a way that cannot be read
 */
export async function openFiles(paths: readonly string[]): Promise<OpenedFile[]> {
  if (paths.filter((path) => path === '-').length > 1) {
    throw new HeimrError('usage', 'Standard input (-) was given more than once.', 'Give it once; it can be read only once.');
  }
  const files: OpenedFile[] = [];
  for (const path of paths) files.push(await openFile(path));
  return files;
}

async function openFile(path: string): Promise<OpenedFile> {
  const name = path === '-' ? 'stdin' : printable(path);
  try {
    return await open(path, name);
  } catch (error) {
    throw error instanceof HeimrError ? error : unreadable(name, error);
  }
}

async function open(path: string, name: string): Promise<OpenedFile> {
  if (path === '-') {
    if (fstatSync(0).isDirectory()) throw new HeimrError('unreadable', `${name} is a folder.`, 'Name the result files in it instead of -.');
    return describePipe(path, name, process.stdin);
  }
  const stats = await stat(path);
  if (stats.isDirectory()) {
    throw new HeimrError(
      'unreadable',
      `${name} is a folder.`,
      `Name the result files in it, for example ${name.replace(/\/+$/, '')}/*.jtl`,
    );
  }
  if (!stats.isFile()) return describePipe(path, name, await specialFileBytes(path, stats));
  // Opened once more when it is read, so that a thousand files hold no thousand descriptors until then.
  const again = () => regularFileBytes(path);
  return describe({ path, name, head: readHead(path, SIGNATURE_LENGTH), bytes: again(), size: stats.size, again });
}

async function describePipe(path: string, name: string, bytes: AsyncIterable<Uint8Array>): Promise<OpenedFile> {
  const { head, chunks } = await peek(bytes, SIGNATURE_LENGTH);
  return describe({ path, name, head, bytes: chunks, size: null });
}

interface Source {
  path: string;
  name: string;
  head: Uint8Array;
  bytes: AsyncIterable<Uint8Array>;
  size: number | null;
  again?: () => AsyncIterable<Uint8Array>;
}

async function describe({ path, name, head, bytes, size, again }: Source): Promise<OpenedFile> {
  if (head.length === 0) throw empty(name);
  const signature = signatureOf(head);
  refuseUnreadable(signature, name);
  let consumed = 0;
  const counted = count(bytes, (length) => {
    consumed += length;
  });
  const notices: Notice[] = [];
  const file = { path, name, size, consumed: () => consumed, notices: () => notices };
  if (signature !== 'gzip' && signature !== 'zstd') return { ...file, chunks: inWords(name, counted), compression: 'none' };
  const compressed = again ? { name, bytes: counted, again } : { name, bytes: counted };
  const inflated = await unpacked(signature, compressed, (damage) => notices.push(damageNotice(name, damage, signature, !again)));
  return { ...file, chunks: inWords(name, checked(name, signature, inflated, notices)), compression: signature };
}

/** Decoders are loaded only for compressed files, since start-up counts. */
async function unpacked(packing: Packing, file: Compressed, onDamage: (damage: Damage) => void): Promise<AsyncIterable<Uint8Array>> {
  if (packing === 'gzip') return (await import('./gunzip.js')).gunzip(file, onDamage);
  return (await import('./unzstd.js')).unzstd(file, onDamage);
}

async function* count(bytes: AsyncIterable<Uint8Array>, add: (length: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    add(chunk.length);
    yield chunk;
  }
}

/** Says in words what went wrong with a file while it was read. */
async function* inWords(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw error instanceof HeimrError || !isSystemError(error) ? error : unreadable(name, error);
  }
}

/** The rules for the bytes of a plain file hold for inflated ones too: something must be there, and as text that can be read. */
async function* checked(
  name: string,
  packing: Packing,
  inflated: AsyncIterable<Uint8Array>,
  damage: readonly Notice[],
): AsyncGenerator<Uint8Array> {
  const { head, chunks } = await peek(inflated, SIGNATURE_LENGTH);
  if (head.length === 0) throw damage[0] ? undecodable(name, packing, damage[0]) : empty(name);
  refuseUnreadableWithin(packing, signatureOf(head), name);
  yield* chunks;
}
