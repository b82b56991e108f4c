/** heimr.yaml: what flags say, kept in a file. Strict, because a key that is misspelt and ignored changes figures unseen. */

import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import type { Choices } from './choices.js';

/** Name of the file that is found by itself in the working folder. */
export const CONFIG_NAME = 'heimr.yaml';
const MAX_BYTES = 1024 * 1024;

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
  // Paths in it are meant as seen from its folder, wherever the command is run.
  const { outputs } = choices;
  return outputs
    ? { ...choices, outputs: outputs.map((output) => (output.startsWith('/') ? output : join(dirname(file), output))) }
    : choices;
}

function readConfig(file: string, required: boolean): string | null {
  try {
    if (statSync(file).size > MAX_BYTES) {
      throw new HeimrError(
        'config',
        `${printable(file)} is larger than 1 MiB, which no configuration is.`,
        'Check that it is the right file.',
      );
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof HeimrError) throw error;
    if (!required && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new HeimrError('config', `${printable(file)} cannot be read: ${reason(error)}.`, 'Check the name given with -c.', error);
  }
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8' : code;
}
