/** heimr.yaml: what flags say, kept in a file. Strict, because a key that is misspelt and ignored changes figures unseen. */

import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import { realTarget } from '../output/paths.js';
import type { BackendChoice, BackendChoices } from './backend-choices.js';
import type { Choices } from './choices.js';

/** Name of the file that is found by itself in the working folder. */
export const CONFIG_NAME = 'heimr.yaml';
const MAX_BYTES = 64 * 1024;

/**
 * Reads the configuration.
 * @param path file given with `-c`; without it heimr.yaml of the working folder, if there is one
 * @throws HeimrError `config`, naming file and line
 */
export async function loadConfig(path: string | undefined): Promise<Choices> {
  const text = readConfig(path ?? CONFIG_NAME, path !== undefined);
  if (text === null) return {};
  // YAML and schema libraries cost more than half of the start-up, so they are loaded only here.
  const { parseConfig } = await import('./config-schema.js');
  const file = path ?? CONFIG_NAME;
  const choices = parseConfig(text, printable(file));
  if (choices.llm) choices.llm.named = path !== undefined;
  // Paths in it are meant as seen from its folder, wherever the command is run.
  const { outputs, backends } = choices;
  if (backends) choices.backends = placed(backends, dirname(file), path === undefined);
  if (path === undefined) for (const output of outputs ?? []) refuseOutside(output);
  return outputs
    ? { ...choices, outputs: outputs.map((output) => (output.startsWith('/') ? output : join(dirname(file), output))) }
    : choices;
}

/** Backends with the paths of their certificates as seen from the file; marked, where nobody named the file. */
function placed(backends: BackendChoices, folder: string, isFound: boolean): BackendChoices {
  const names = (['prometheus', 'loki', 'tempo'] as const).filter((name) => backends[name]);
  const from = (path: string): string => (isAbsolute(path) ? path : join(folder, path));
  const all = names.map((name) => {
    const choice = backends[name] as BackendChoice;
    const { tls } = choice;
    const paths = (['ca', 'cert', 'key'] as const).flatMap((key) => (tls?.[key] === undefined ? [] : [[key, from(tls[key])]]));
    return [name, tls ? { ...choice, tls: { ...tls, ...Object.fromEntries(paths) } } : choice];
  });
  return { ...backends, ...Object.fromEntries(all), ...(isFound ? { found: names } : {}) };
}

/** A file that only lies there, in a folder somebody else may have filled, must not decide on files elsewhere. */
function refuseOutside(output: string): void {
  const way = relative(realTarget('.'), realTarget(output));
  if (!isAbsolute(output) && !relative('.', output).split(sep).includes('..') && !isAbsolute(way) && way.split(sep)[0] !== '..') return;
  throw new HeimrError(
    'config',
    `${CONFIG_NAME} was found by itself, so it may not write outside its folder: ${printable(output)}.`,
    `If it is meant, say so: -c ${CONFIG_NAME}`,
  );
}

function readConfig(file: string, required: boolean): string | null {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) {
      const what = kindOf(stats);
      throw new HeimrError('config', `${printable(file)} cannot be read: it is ${what}, not a file.`, 'Give a regular file with -c.');
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(readUpTo(file, MAX_BYTES));
  } catch (error) {
    if (error instanceof HeimrError) throw error;
    if (!required && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new HeimrError('config', `${printable(file)} cannot be read: ${reason(error)}.`, 'Check the name given with -c.', error);
  }
}

/** Reads what is there, whatever size the system tells. */
function readUpTo(file: string, limit: number): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = new Uint8Array(limit + 1);
    let length = 0;
    for (let more = -1; more !== 0 && length <= limit; length += more)
      more = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (length <= limit) return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
  throw new HeimrError(
    'config',
    `${printable(file)} is larger than ${limit / 1024} KiB, which no configuration is.`,
    'Check that it is the right file.',
  );
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reasons: Record<string, string> = {
    ENOENT: 'it does not exist',
    ELOOP: 'it is a symbolic link that leads to itself',
    ENOTDIR: 'a part of its path is a file',
    EACCES: 'you may not read it',
    ENAMETOOLONG: 'the name is too long',
    ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8',
  };
  return reasons[code] ?? code;
}
