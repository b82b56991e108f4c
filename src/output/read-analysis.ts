/** A stored analysis.json → the value, once it is known to be one. Loaded only where a report is made from it. */

import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Ajv, type ErrorObject } from 'ajv';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import type { Analysis } from '../model/analysis.js';

/** Largest file that is read: an analysis of 500 labels and a thousand steps has some MB. */
const MAX_BYTES = 256 * 2 ** 20;
/** Characters of a path inside the value that an error names. */
const MAX_PLACE = 200;
const SCHEMA_VERSION = '1.0';
const AS_WRITTEN = 'Give an analysis.json as `heimr analyze -o analysis.json` wrote it.';

/**
 * Reads an analysis and checks it against the schema, every property of it.
 * @param path of the file; `-` is standard input
 * @throws HeimrError `unreadable` where it is none, or of another version
 */
export async function readAnalysis(path: string): Promise<Analysis> {
  const name = path === '-' ? 'standard input' : printable(path);
  const value = parsed(await contentOf(path, name), name);
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version !== 'string')
    throw new HeimrError('unreadable', `${name} is JSON, and no analysis: it has no schemaVersion.`, AS_WRITTEN);
  if (version !== SCHEMA_VERSION) {
    throw new HeimrError(
      'unreadable',
      `${name} has schemaVersion ${printable(version.slice(0, 40))}; this version of Heimr reads ${SCHEMA_VERSION}.`,
      'Use the version of Heimr that wrote it, or analyse the result files again.',
    );
  }
  const validate = await validator();
  if (validate(value)) return value as Analysis;
  throw new HeimrError(
    'unreadable',
    `${name} is no analysis as this version of Heimr writes it: ${inWords(validate.errors?.[0])}.`,
    AS_WRITTEN,
  );
}

async function contentOf(path: string, name: string): Promise<string> {
  try {
    if (path === '-') return await limited(name);
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw tooLarge(name);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof HeimrError) throw error;
    const { code } = error as { code?: string };
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : code === 'EACCES'
            ? 'it may not be read'
            : String(code);
    throw new HeimrError('unreadable', `${name} cannot be read: ${why}.`, 'Give the path of an analysis.json.', error);
  }
}

async function limited(name: string): Promise<string> {
  let read = 0;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of process.stdin as AsyncIterable<Uint8Array>) {
      read += piece.length;
      if (read > MAX_BYTES) throw tooLarge(name);
      yield piece;
    }
  }
  return text(pieces());
}

const tooLarge = (name: string): HeimrError => new HeimrError('unreadable', `${name} is larger than 256 MiB.`, AS_WRITTEN);

function parsed(content: string, name: string): unknown {
  try {
    return JSON.parse(content.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new HeimrError('unreadable', `${name} is no JSON${content.trim() === '' ? ': it is empty' : ''}.`, AS_WRITTEN, error);
  }
}

async function validator(): Promise<ReturnType<Ajv['compile']>> {
  const root = dirname(createRequire(import.meta.url).resolve('heimr/package.json'));
  const schema = JSON.parse(await readFile(join(root, 'schema', 'analysis.schema.json'), 'utf8')) as object;
  return new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
}

/** The first thing that is wrong. What comes from the file is shown as text. */
function inWords(error: ErrorObject | undefined): string {
  if (!error) return 'it does not fit the schema';
  const place = error.instancePath === '' ? 'the whole' : printable(error.instancePath.slice(0, MAX_PLACE));
  const key = (error.params as { additionalProperty?: unknown }).additionalProperty;
  return `${place} ${error.message ?? 'does not fit'}${typeof key === 'string' ? ` (${printable(key.slice(0, 80))})` : ''}`;
}
